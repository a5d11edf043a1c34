package io.bloomery.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is simulated, and where the controller's servers are.
 *
 * @param machines how many
 * @param first number of the first
 * @param dhcp the DHCP server
 * @param relay the address the machines' relay agent has
 * @param subnet network address of the subnet they are in
 * @param tftpPort port of the TFTP server; its address comes by DHCP
 * @param tftpShare share of the machines whose firmware loads its boot file; the others carry iPXE
 *     in ROM
 * @param bootFiles how much of kernel and initrd is fetched
 * @param image how much of an image is fetched
 * @param chassis where the chassis listens for power commands
 * @param sshPort where installed systems answer
 * @param uefiShare share of the machines with UEFI
 * @param width how many unknown machines run at a time for their first boot
 * @param started whether the machines are switched on at the beginning
 */
record SimulationSettings(
    int machines,
    int first,
    InetSocketAddress dhcp,
    InetAddress relay,
    InetAddress subnet,
    int tftpPort,
    double tftpShare,
    Fetch bootFiles,
    Fetch image,
    InetSocketAddress chassis,
    int sshPort,
    double uefiShare,
    int width,
    boolean started,
    Delays delays,
    FaultPlan faults) {

  /** How much of a file a machine fetches: benches are not about copying bytes. */
  enum Fetch {
    NONE,
    /** Asks whether it is there. */
    HEAD,
    /** Its first 64 KiB. */
    RANGE,
    FULL
  }

  static final String USAGE =
      """
      usage: bloomery simulate [--machines 10] [--first 1] [--dhcp 127.0.0.1:16767] [--tftp-port 16969] [--subnet 127.17.0.0]
          [--chassis 127.0.0.1:16623] [--ssh-port 10022] [--relay 127.0.0.2] [--uefi 25%] [--tftp 100%]
          [--boot-files none|head|range|full] [--image range|full] [--width 50] [--off]
          [--delay write=20s]... [--fault node7=bad-memory]... [--fault stuck-at-pxe:once=5%]...\
      """;

  static SimulationSettings parse(String... arguments) {
    Map<String, String> single = new HashMap<>();
    List<FaultPlan.Rule> faults = new ArrayList<>();
    Delays delays = Delays.usual();
    boolean started = true;
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--off")) {
        started = false;
        continue;
      }
      if (!name.startsWith("--") || i + 1 == arguments.length) {
        throw new IllegalArgumentException(
            "argument: " + name + " (expected: --name value)\n" + USAGE);
      }
      String value = arguments[++i];
      switch (name) {
        case "--fault" -> faults.add(FaultPlan.Rule.of(value));
        case "--delay" -> delays = delays.with(value);
        default -> single.put(name, value);
      }
    }
    Taken taken = new Taken(single);
    SimulationSettings settings =
        new SimulationSettings(
            taken.number("--machines", 10),
            taken.number("--first", 1),
            taken.endpoint("--dhcp", "127.0.0.1:16767"),
            taken.address("--relay", "127.0.0.2"),
            taken.address("--subnet", "127.17.0.0"),
            taken.number("--tftp-port", 16969),
            Shares.parse(taken.text("--tftp", "100%")),
            taken.fetch("--boot-files", Fetch.RANGE),
            taken.fetch("--image", Fetch.RANGE),
            taken.endpoint("--chassis", "127.0.0.1:16623"),
            taken.number("--ssh-port", 10022),
            Shares.parse(taken.text("--uefi", "25%")),
            taken.number("--width", 50),
            started,
            delays,
            new FaultPlan(List.copyOf(faults)));
    if (!single.isEmpty()) {
      throw new IllegalArgumentException("argument: " + single.keySet() + " is unknown\n" + USAGE);
    }
    return settings;
  }

  /** Takes arguments one by one, so that what is left over is known to be a mistake. */
  private record Taken(Map<String, String> values) {
    String text(String name, String otherwise) {
      String value = values.remove(name);
      return value == null ? otherwise : value;
    }

    int number(String name, int otherwise) {
      String value = text(name, "" + otherwise);
      if (!value.matches("\\d{1,6}")) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: a number)");
      }
      return Integer.parseInt(value);
    }

    Fetch fetch(String name, Fetch otherwise) {
      try {
        return Fetch.valueOf(text(name, otherwise.name()).toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + ": expected none, head, range or full", e);
      }
    }

    InetAddress address(String name, String otherwise) {
      String value = text(name, otherwise).replaceFirst("/.*", "");
      if (!value.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: an IPv4 address)");
      }
      try {
        return InetAddress.getByName(value);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: an IPv4 address)", e);
      }
    }

    InetSocketAddress endpoint(String name, String otherwise) {
      String value = text(name, otherwise);
      int colon = value.lastIndexOf(':');
      if (colon < 1 || !value.substring(colon + 1).matches("\\d{1,5}")) {
        throw new IllegalArgumentException(name + ": " + value + " (expected: address:port)");
      }
      return new InetSocketAddress(
          value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
    }
  }
}
