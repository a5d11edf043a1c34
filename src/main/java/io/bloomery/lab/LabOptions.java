package io.bloomery.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param nodes how many virtual machines
 * @param unattended whether the lab plays every person's part
 * @param json where the results go as JSON, if anywhere
 * @param keep whether everything stays as it is at the end
 * @param floor whether the machines' own floor is measured
 * @param killAt phases in which the controller is killed; empty means none
 * @param limit how long the whole run may take
 */
record LabOptions(
    int nodes,
    boolean unattended,
    Optional<Path> json,
    boolean keep,
    boolean floor,
    List<String> killAt,
    Duration limit) {
  static final String USAGE =
      """
      bloomery lab [--nodes N] [--unattended] [--json FILE] [--keep]
                   [--no-floor] [--kill-at PHASE[,PHASE…]|all] [--limit MINUTES]

        --nodes N      virtual machines, 1 to 16 (default 2); every second one is UEFI
        --unattended   play every person's part and end; without it the lab waits for you
        --json FILE    write everything that was measured to FILE
        --keep         leave machines, network and controller as they are at the end
        --no-floor     do not measure what the virtual machines need without Bloomery
        --kill-at P    kill -9 the controller at a random moment of phase P and start it again;
                       phases: enlist, review, commission, acquire, deploy, release, or all
        --limit M      give up after M minutes (default 90)
      """;

  private static final int MOST_NODES = 16;

  static LabOptions parse(String[] arguments) {
    int nodes = 2;
    boolean unattended = false;
    Optional<Path> json = Optional.empty();
    boolean keep = false;
    boolean floor = true;
    List<String> killAt = List.of();
    Duration limit = Duration.ofMinutes(90);
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--unattended" -> unattended = true;
        case "--keep" -> keep = true;
        case "--no-floor" -> floor = false;
        case "--nodes" -> nodes = number(arguments, ++i, MOST_NODES);
        case "--limit" -> limit = Duration.ofMinutes(number(arguments, ++i, 24 * 60));
        case "--json" -> json = Optional.of(Path.of(value(arguments, ++i)).toAbsolutePath());
        case "--kill-at" -> killAt = phases(value(arguments, ++i));
        default ->
            throw new LabFailure("option '%s' is not known\n\n%s".formatted(arguments[i], USAGE));
      }
    }
    return new LabOptions(nodes, unattended, json, keep, floor, killAt, limit);
  }

  private static List<String> phases(String text) {
    if (text.equals("all")) {
      return Chaos.PHASES;
    }
    List<String> phases = List.of(text.split(","));
    for (String phase : phases) {
      if (!Chaos.PHASES.contains(phase)) {
        throw new LabFailure(
            "--kill-at %s (expected: all or some of %s)"
                .formatted(phase, String.join(", ", Chaos.PHASES)));
      }
    }
    return phases;
  }

  private static int number(String[] arguments, int at, int most) {
    String text = value(arguments, at);
    if (!text.matches("[0-9]{1,6}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > most) {
      throw new LabFailure(
          "%s %s (expected: a number from 1 to %d)".formatted(arguments[at - 1], text, most));
    }
    return Integer.parseInt(text);
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new LabFailure("%s needs a value\n\n%s".formatted(arguments[at - 1], USAGE));
    }
    return arguments[at];
  }
}
