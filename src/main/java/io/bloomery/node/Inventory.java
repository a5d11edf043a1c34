package io.bloomery.node;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.machine.MacAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The figures of a machine's inventory that the registry searches by, and that tell whether it is
 * the machine it was.
 *
 * @param disks {@code serial or name, size} of each
 */
record Inventory(
    String uuid,
    String serial,
    int cores,
    long memory,
    long diskBytes,
    List<String> disks,
    List<Nic> nics) {
  /** A network card, with what the in-RAM system calls it. */
  record Nic(MacAddress mac, String name) {}

  private static final int ITEMS = 256;

  /** Memory is what the kernel sees, which moves a little from boot to boot. */
  private static final double MEMORY_MOVES = 0.03;

  static Inventory of(JsonNode json) {
    List<String> disks = new ArrayList<>();
    long bytes = 0;
    for (JsonNode disk : list(json, "disks")) {
      long size = Json.number(disk, "size_bytes", 0, 1L << 56);
      bytes += size;
      String serial = Json.text(disk, "serial", 100);
      disks.add(
          (serial.isEmpty() ? Json.text(disk, "name", 64) : serial)
              + " ("
              + size / 1_000_000_000
              + " GB)");
    }
    List<Nic> nics = new ArrayList<>();
    for (JsonNode nic : list(json, "nics")) {
      String mac = Json.text(nic, "mac", 40);
      if (mac.matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
        nics.add(new Nic(MacAddress.of(mac), Json.text(nic, "name", 15)));
      }
    }
    String uuid = Json.text(json, "uuid", 36);
    String serial = Json.text(json, "serial", 100);
    return new Inventory(
        uuid.isEmpty() ? null : uuid,
        serial.isEmpty() ? null : serial,
        (int) Json.number(json.path("cpu"), "cores", 0, 65_536),
        Json.number(json, "memory_bytes", 0, 1L << 50),
        bytes,
        disks,
        List.copyOf(nics));
  }

  List<MacAddress> macs() {
    return nics.stream().map(Nic::mac).toList();
  }

  /**
   * A sentence on what differs from the inventory taken before; empty if nothing that matters does.
   */
  String differenceFrom(String beforeJson) {
    Inventory before;
    try {
      before = of(Json.object(beforeJson.getBytes(StandardCharsets.UTF_8)));
    } catch (Refused unreadable) {
      // Stored by another version: nothing to compare with.
      return "";
    }
    List<String> differences = new ArrayList<>();
    compare(differences, "cores", before.cores, cores);
    if (Math.abs(before.memory - memory) > MEMORY_MOVES * Math.max(before.memory, memory)) {
      compare(differences, "memory in MiB", before.memory >> 20, memory >> 20);
    }
    compare(differences, "disks", new TreeSet<>(before.disks), new TreeSet<>(disks));
    compare(differences, "network cards", new TreeSet<>(before.macs()), new TreeSet<>(macs()));
    compare(differences, "serial number", before.serial, serial);
    String all = String.join("; ", differences);
    return all.length() <= 1000 ? all : all.substring(0, 1000);
  }

  private static void compare(List<String> differences, String what, Object before, Object now) {
    if (before == null ? now != null : !before.equals(now)) {
      differences.add(what + ": was " + before + ", is " + now);
    }
  }

  private static JsonNode list(JsonNode json, String name) {
    JsonNode list = json.path(name);
    if (!list.isArray() || list.size() > ITEMS) {
      throw Refused.malformed(
          name + ": " + list.getNodeType() + " (expected: a list of at most " + ITEMS + ")");
    }
    return list;
  }
}
