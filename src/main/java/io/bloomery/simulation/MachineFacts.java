package io.bloomery.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/**
 * What is soldered in: the same for the same number in every run, so a controller knows its
 * machines again.
 */
record MachineFacts(int number, boolean uefi) {
  private static final long GIB = 1L << 30;

  /** What the chassis calls it, and a good host name. */
  String name() {
    return "node" + number;
  }

  String mac() {
    byte[] mac = macBytes();
    return String.format(
        Locale.ROOT,
        "%02x:%02x:%02x:%02x:%02x:%02x",
        mac[0],
        mac[1],
        mac[2],
        mac[3],
        mac[4],
        mac[5]);
  }

  /** Locally administered, so that it is nobody's (IEEE 802 section 8.4). */
  byte[] macBytes() {
    return new byte[] {
      0x52, 0x54, 0x01, (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
  }

  UUID uuid() {
    return UUID.nameUUIDFromBytes(("simulated " + number).getBytes(StandardCharsets.US_ASCII));
  }

  String serial() {
    return String.format(Locale.ROOT, "SIM%06d", number);
  }

  String firmware() {
    return uefi ? "uefi" : "bios";
  }

  int cores() {
    return 4;
  }

  long memoryBytes() {
    return 8 * GIB;
  }

  long diskBytes() {
    return 64 * GIB;
  }

  String inventory() {
    return """
    {"uuid":"%s","serial":"%s","vendor":"Bloomery","product":"Simulated machine","firmware":"%s",\
    "architecture":"x86_64","cpu":{"model":"Simulated CPU","cores":%d,"threads":%d},"memory_bytes":%d,\
    "bios":{"vendor":"Bloomery","version":"1.0","date":"2026-01-01"},\
    "disks":[{"name":"sda","size_bytes":%d,"model":"Simulated disk","serial":"D%s","rotational":false,"bus":"sata"}],\
    "nics":[{"name":"eth0","mac":"%s","link":true,"speed_mbps":1000,"driver":"simulated"}]}\
    """
        .formatted(
            uuid(),
            serial(),
            firmware(),
            cores(),
            cores(),
            memoryBytes(),
            diskBytes(),
            serial(),
            mac());
  }
}
