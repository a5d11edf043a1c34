package io.bloomery.bench;

import java.io.IOException;
import java.util.Arrays;

/** The command {@code bench}: runs the bench that is named. */
public final class Bench {
  private Bench() {}

  /** 0 if every goal was met, 1 if not, 2 if it was called wrongly. */
  public static int run(String... arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    try {
      return switch (name) {
        case "lifecycle" ->
            new LifecycleBench(Arrays.copyOfRange(arguments, 1, arguments.length)).run() ? 0 : 1;
        case "dhcp" -> new DhcpBench().run() ? 0 : 1;
        case "tftp" -> new TftpBench().run() ? 0 : 1;
        case "http" -> new HttpBench().run() ? 0 : 1;
        case "dns" ->
            new DnsBench(Arrays.copyOfRange(arguments, 1, arguments.length)).run() ? 0 : 1;
        case "network" ->
            new NetworkBench(Arrays.copyOfRange(arguments, 1, arguments.length)).run() ? 0 : 1;
        default -> {
          System.err.println(
              "bench: " + name + " (expected: lifecycle, dhcp, tftp, http, dns or network)");
          yield 2;
        }
      };
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      System.err.println("bench " + name + " failed: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
