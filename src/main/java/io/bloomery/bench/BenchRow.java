package io.bloomery.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;

/**
 * One figure of a bench.
 *
 * @param peer the same figure of another system, or null
 * @param ratio ours to the peer's, or null
 * @param goal in words
 * @param met null if there is no goal
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BenchRow(
    String name,
    String unit,
    double ours,
    Double peer,
    String peerName,
    Double ratio,
    String goal,
    Boolean met) {

  static BenchRow plain(String name, String unit, double ours) {
    return new BenchRow(name, unit, round(ours), null, null, null, null, null);
  }

  /** A figure that should be at most {@code most}. */
  static BenchRow atMost(String name, String unit, double ours, double most) {
    String goal = String.format(Locale.ROOT, "at most %s", most);
    return new BenchRow(name, unit, round(ours), null, null, null, goal, ours <= most);
  }

  /** A cost that should be at most the given share of a peer's. */
  static BenchRow shareOf(
      double peer, String peerName, double share, String name, String unit, double ours) {
    String goal =
        String.format(
            Locale.ROOT, "at most %.0f (%.0f %% of the peer's)", peer * share, share * 100);
    return new BenchRow(
        name, unit, round(ours), peer, peerName, round3(ours / peer), goal, ours <= peer * share);
  }

  /** A figure that should be at least a multiple of a peer's in the same run. */
  static BenchRow ratioAtLeast(
      String name, String unit, double ours, double peer, String peerName, double least) {
    double ratio = ours / peer;
    String goal = String.format(Locale.ROOT, "at least %s times the peer's", least);
    return new BenchRow(
        name, unit, round(ours), round(peer), peerName, round3(ratio), goal, ratio >= least);
  }

  /** A figure that should be at most a multiple of a peer's in the same run. */
  static BenchRow ratioAtMost(
      String name, String unit, double ours, double peer, String peerName, double most) {
    double ratio = ours / peer;
    String goal = String.format(Locale.ROOT, "at most %s times the peer's", most);
    return new BenchRow(
        name, unit, round3(ours), round3(peer), peerName, round3(ratio), goal, ratio <= most);
  }

  /** A figure beside a peer's, without a goal. */
  static BenchRow beside(String name, String unit, double ours, double peer, String peerName) {
    return new BenchRow(
        name, unit, round(ours), round(peer), peerName, round3(ours / peer), null, null);
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static double round3(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
