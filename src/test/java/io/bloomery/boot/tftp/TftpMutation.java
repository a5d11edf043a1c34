package io.bloomery.boot.tftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Changes TFTP packets where they have joints, between the texts of a request; and anywhere. */
final class TftpMutation {
  private static final int LONGEST = 1500;

  /** Numbers at the edges of what is taken, and texts that are no numbers. */
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "7",
          "8",
          "512",
          "1468",
          "1469",
          "65464",
          "65535",
          "65536",
          "999999999",
          "4294967296",
          "99999999999999999999",
          "-1",
          "+8",
          " 8",
          "8x",
          "",
          "0x200",
          "08");

  private static final List<String> NAMES =
      List.of("blksize", "BLKSIZE", "windowsize", "timeout", "tsize", "multicast", "blksize2", "");

  private static final List<String> FILES =
      List.of(
          "large",
          "/large",
          "//large",
          "\\large",
          "./large",
          "../large",
          "link",
          ".",
          "..",
          "/",
          "/etc/passwd",
          "large/",
          "large\u00ff",
          "%2e%2e/large",
          "empty",
          "grub/grub.cfg");

  private TftpMutation() {}

  static byte[] mutate(byte[] original, SplittableRandom random) {
    byte[] packet = original.clone();
    if (packet.length > 8 && random.nextInt(3) > 0) {
      packet = texts(packet, random);
    }
    for (int i = random.nextInt(4); i > 0 && packet.length > 0; i--) {
      packet = anywhere(packet, random);
    }
    return packet.length > LONGEST ? Arrays.copyOf(packet, LONGEST) : packet;
  }

  private static byte[] texts(byte[] packet, SplittableRandom random) {
    String request = new String(packet, StandardCharsets.ISO_8859_1);
    List<String> texts = new ArrayList<>(List.of(request.substring(2).split("\0", -1)));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(texts.size());
      switch (random.nextInt(7)) {
        case 0 -> texts.set(at, one(VALUES, random));
        case 1 -> texts.set(at, one(NAMES, random));
        case 2 -> texts.set(0, one(FILES, random));
        case 3 -> {
          texts.add(at, one(VALUES, random));
          texts.add(at, one(NAMES, random));
        }
        case 4 -> texts.set(at, texts.get(at).repeat(1 + random.nextInt(20)));
        case 5 -> texts.addAll(List.copyOf(texts).subList(at, Math.min(texts.size(), at + 20)));
        default -> {
          if (texts.size() > 1) {
            texts.remove(at);
          }
        }
      }
    }
    String made = request.substring(0, 2) + String.join("\0", texts);
    return made.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String one(List<String> some, SplittableRandom random) {
    return some.get(random.nextInt(some.size()));
  }

  private static byte[] anywhere(byte[] packet, SplittableRandom random) {
    int at = random.nextInt(packet.length);
    switch (random.nextInt(7)) {
      case 0 -> packet[at] = (byte) random.nextInt();
      case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return Arrays.copyOf(packet, at);
      }
      case 3 -> {
        return Arrays.copyOf(packet, Math.min(600, at + random.nextInt(200)));
      }
      case 4 -> packet[at] = 0;
      case 5 -> packet[Math.min(1, at)] = (byte) random.nextInt(8);
      default -> {
        // A piece of the packet over another piece.
        int length = Math.min(random.nextInt(32), packet.length - at);
        System.arraycopy(packet, at, packet, random.nextInt(packet.length - length + 1), length);
      }
    }
    return packet;
  }
}
