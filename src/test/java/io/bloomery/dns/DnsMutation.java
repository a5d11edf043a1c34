package io.bloomery.dns;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes DNS messages where they have joints: header, counts, names, types, EDNS, pointers; and
 * now and then anywhere.
 */
final class DnsMutation {
  private static final int LONGEST = 2000;
  private static final int[] TYPES = {
    1, 2, 5, 6, 12, 15, 16, 28, 33, 41, 46, 64, 249, 250, 251, 252, 253, 254, 255, 256, 65535, 0
  };
  private static final int[] CLASSES = {1, 1, 1, 3, 254, 255, 0};
  private static final List<String> NAMES =
      List.of(
          "",
          "bloomery.internal",
          "PC-Seven.Bloomery.Internal",
          "alias.bloomery.internal",
          "chain.bloomery.internal",
          "loop.bloomery.internal",
          "elsewhere.bloomery.internal",
          "nowhere.bloomery.internal",
          "many.bloomery.internal",
          "texts.bloomery.internal",
          "below.bloomery.internal",
          "none.bloomery.internal",
          "ns.bloomery.internal",
          "_ldap._tcp.bloomery.internal",
          "20.17.17.10.in-addr.arpa",
          "17.17.10.in-addr.arpa",
          "host.example.org",
          "www.example.org",
          "mail.example.com",
          "a.b.example.net",
          "example",
          "internal",
          "*.bloomery.internal");

  private DnsMutation() {}

  /**
   * One message, changed at one to five places.
   *
   * @param others to take pieces of; their messages begin after {@code skip} bytes
   */
  static byte[] mutate(byte[] original, List<byte[]> others, int skip, SplittableRandom random) {
    byte[] message = original.clone();
    for (int i = random.nextInt(5); i >= 0 && message.length > 0; i--) {
      message =
          message.length >= Query.HEADER && random.nextInt(4) > 0
              ? structured(message, others.get(random.nextInt(others.size())), skip, random)
              : anywhere(message, random);
    }
    return message.length > LONGEST ? Arrays.copyOf(message, LONGEST) : message;
  }

  private static byte[] structured(
      byte[] message, byte[] other, int skip, SplittableRandom random) {
    int end = WireName.end(message, Query.HEADER, message.length);
    ByteBuffer fields = ByteBuffer.wrap(message);
    switch (random.nextInt(12)) {
      case 0 -> fields.putShort(0, (short) random.nextInt());
      case 1 -> fields.putShort(2, (short) (random.nextBoolean() ? random.nextInt() : 0x0100));
      case 2 -> message[2] ^= (byte) (1 << random.nextInt(8));
      case 3 -> fields.putShort(4 + 2 * random.nextInt(4), (short) count(random));
      case 4, 5 -> {
        if (end > 0 && end + 4 <= message.length) {
          fields.putShort(end, (short) TYPES[random.nextInt(TYPES.length)]);
          fields.putShort(end + 2, (short) CLASSES[random.nextInt(CLASSES.length)]);
        }
      }
      case 6, 7 -> {
        if (end > 0) {
          return joined(message, Query.HEADER, name(random), message, end);
        }
      }
      case 8 -> {
        // EDNS, once more or for the first time.
        message[11]++;
        return joined(message, message.length, opt(random), message, message.length);
      }
      case 9 -> {
        int from = Math.min(other.length, skip + random.nextInt(other.length));
        return joined(message, message.length, new byte[0], other, from);
      }
      case 10 -> {
        // A pointer, backwards, forwards, or at itself.
        int at = random.nextInt(message.length - 1);
        int to = random.nextInt(3) == 0 ? at : random.nextInt(message.length + 4);
        fields.putShort(at, (short) (0xc000 | to));
      }
      default -> {
        // Names are asked for in any mixture of cases.
        for (int i = Query.HEADER; i < end; i++) {
          if (Character.isLetter(message[i]) && random.nextBoolean()) {
            message[i] ^= 32;
          }
        }
      }
    }
    return message;
  }

  private static int count(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(65536) : random.nextInt(4);
  }

  private static byte[] name(SplittableRandom random) {
    ByteBuffer out = ByteBuffer.allocate(600);
    // Labels before a name that is there, up to names that are too long.
    for (int i = random.nextInt(8) - 4; i > 0; i--) {
      byte[] label = new byte[random.nextInt(8) == 0 ? 63 : random.nextInt(64)];
      random.nextBytes(label);
      out.put((byte) label.length).put(label);
    }
    for (String label : NAMES.get(random.nextInt(NAMES.size())).split("\\.")) {
      byte[] text = label.getBytes(StandardCharsets.US_ASCII);
      if (text.length > 0) {
        out.put((byte) text.length).put(text);
      }
    }
    return Arrays.copyOf(out.put((byte) 0).array(), out.position());
  }

  private static byte[] opt(SplittableRandom random) {
    int payload = random.nextBoolean() ? 1232 : random.nextInt(65536);
    int options = random.nextInt(3) == 0 ? random.nextInt(40) : 0;
    ByteBuffer out = ByteBuffer.allocate(11 + options);
    out.put((byte) 0).putShort((short) 41).putShort((short) payload);
    out.putInt(random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(2) << 15);
    out.putShort((short) (random.nextInt(8) == 0 ? random.nextInt(65536) : options));
    return out.array();
  }

  private static byte[] joined(byte[] first, int end, byte[] middle, byte[] last, int from) {
    return ByteBuffer.allocate(end + middle.length + last.length - from)
        .put(first, 0, end)
        .put(middle)
        .put(last, from, last.length - from)
        .array();
  }

  private static byte[] anywhere(byte[] message, SplittableRandom random) {
    int at = random.nextInt(message.length);
    switch (random.nextInt(6)) {
      case 0 -> message[at] = (byte) random.nextInt();
      case 1 -> message[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return Arrays.copyOf(message, at);
      }
      case 3 -> {
        return Arrays.copyOf(message, message.length + random.nextInt(100));
      }
      case 4 -> message[at] = (byte) (random.nextBoolean() ? 0 : 0x3f);
      default -> {
        int length = Math.min(random.nextInt(48), message.length - at);
        System.arraycopy(message, at, message, random.nextInt(message.length - length + 1), length);
      }
    }
    return message;
  }
}
