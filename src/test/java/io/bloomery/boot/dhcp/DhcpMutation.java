package io.bloomery.boot.dhcp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes DHCP messages where they have joints: options, their lengths, options within options, and
 * the two fields that may carry options too; and now and then anywhere.
 */
final class DhcpMutation {
  private static final int OPTIONS = 240;
  private static final int LONGEST = 1500;

  /** Those the server reads, and some it does not. */
  private static final int[] CODES = {
    12, 43, 50, 51, 52, 53, 54, 55, 57, 60, 61, 66, 67, 77, 82, 93, 94, 97, 118, 124, 125, 175, 255,
    0
  };

  private static final int[] ADDRESSES = {
    0, -1, 0x0a111164, 0x0a111101, 0x0a1111fe, 0x7f000002, 0xe0000001, 0xc0a80901, 0x0a111165
  };

  private record Option(int code, byte[] value) {}

  private DhcpMutation() {}

  /** One of the corpus, changed at one to six places. */
  static byte[] mutate(List<byte[]> corpus, SplittableRandom random) {
    byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
    if (packet.length > OPTIONS && random.nextInt(8) > 0) {
      packet = structured(packet, corpus, random);
    }
    for (int i = random.nextInt(4) - 1; i > 0 || i == 0 && random.nextBoolean(); i--) {
      packet = anywhere(packet, random);
    }
    return packet;
  }

  private static byte[] structured(byte[] packet, List<byte[]> corpus, SplittableRandom random) {
    List<Option> options = options(packet);
    for (int i = random.nextInt(5); i >= 0; i--) {
      change(packet, options, corpus, random);
    }
    return packed(packet, options, random);
  }

  private static void change(
      byte[] packet, List<Option> options, List<byte[]> corpus, SplittableRandom random) {
    ByteBuffer fields = ByteBuffer.wrap(packet);
    int at = options.isEmpty() ? 0 : random.nextInt(options.size());
    switch (random.nextInt(13)) {
      case 0 -> options.add(at, new Option(code(random), bytes(length(random), random)));
      case 1 -> options.add(at, new Option(53, new byte[] {(byte) random.nextInt(10)}));
      case 2 -> options.add(new Option(code(random), ints(ADDRESSES, random)));
      case 3 -> options.add(new Option(82, within(random)));
      case 4 -> options.add(new Option(random.nextBoolean() ? 43 : 125, within(random)));
      case 5 -> {
        // Another message's options beside these.
        List<Option> others = options(corpus.get(random.nextInt(corpus.size())));
        options.addAll(at, others.subList(0, random.nextInt(others.size() + 1)));
      }
      case 6 -> fields.putInt(12 + 4 * random.nextInt(4), address(random));
      case 7 -> fields.putShort(10, (short) (random.nextBoolean() ? 0x8000 : random.nextInt()));
      case 8 -> fields.putInt(30, random.nextInt(random.nextBoolean() ? 4 : 100_000));
      case 9 -> fields.putInt(4, random.nextInt());
      default -> {
        if (!options.isEmpty()) {
          Option option = options.remove(at);
          switch (random.nextInt(4)) {
            case 0 -> {} // It is gone.
            case 1 -> {
              // In two pieces, perhaps apart (RFC 3396).
              int cut = random.nextInt(option.value().length + 1);
              options.add(at, new Option(option.code(), Arrays.copyOf(option.value(), cut)));
              options.add(
                  at + random.nextInt(options.size() - at) + 1,
                  new Option(
                      option.code(),
                      Arrays.copyOfRange(option.value(), cut, option.value().length)));
            }
            case 2 ->
                options.add(
                    at, new Option(option.code(), Arrays.copyOf(option.value(), length(random))));
            default ->
                options.add(at, new Option(option.code(), bytes(option.value().length, random)));
          }
        }
      }
    }
  }

  private static byte[] packed(byte[] packet, List<Option> options, SplittableRandom random) {
    ByteBuffer out = ByteBuffer.allocate(8 * LONGEST);
    out.put(packet, 0, OPTIONS);
    List<Option> left = new ArrayList<>(options);
    // Some of them into file and sname, as option 52 says, or does not say.
    if (random.nextInt(4) == 0) {
      left.removeIf(option -> option.code() == 52);
      left.add(0, new Option(52, new byte[] {(byte) (1 + random.nextInt(4))}));
      move(left, out, 108, 128, random);
      move(left, out, 44, 64, random);
    }
    out.position(OPTIONS);
    for (Option option : left) {
      int length = option.value().length;
      if (length > 255 || out.remaining() < 400) {
        continue;
      }
      out.put((byte) option.code());
      out.put((byte) (random.nextInt(40) == 0 ? random.nextInt(256) : length)).put(option.value());
    }
    if (random.nextInt(8) > 0) {
      out.put((byte) 255);
    }
    int length = Math.min(out.position(), LONGEST);
    // Cut short, padded, or as it is.
    length =
        switch (random.nextInt(12)) {
          case 0 -> Math.max(1, random.nextInt(length));
          case 1 -> Math.min(LONGEST, length + random.nextInt(400));
          default -> length;
        };
    return Arrays.copyOf(out.array(), length);
  }

  private static void move(
      List<Option> options, ByteBuffer out, int field, int size, SplittableRandom random) {
    out.position(field);
    while (options.size() > 1 && random.nextInt(3) > 0) {
      Option option = options.get(1 + random.nextInt(options.size() - 1));
      int room = field + size - out.position();
      if (option.value().length + 2 > room || option.value().length > 255) {
        return;
      }
      options.remove(option);
      out.put((byte) option.code()).put((byte) option.value().length).put(option.value());
    }
    if (out.position() < field + size && random.nextBoolean()) {
      out.put((byte) 255);
    }
  }

  private static byte[] anywhere(byte[] packet, SplittableRandom random) {
    int at = random.nextInt(packet.length);
    switch (random.nextInt(5)) {
      case 0 -> packet[at] = (byte) random.nextInt();
      case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return Arrays.copyOf(packet, Math.max(1, at));
      }
      case 3 -> packet[Math.min(packet.length - 1, OPTIONS + at % 60)] = (byte) random.nextInt();
      default -> {
        // A piece of the packet over another piece: lengths that do not fit.
        int length = Math.min(random.nextInt(64), packet.length - at);
        System.arraycopy(packet, at, packet, random.nextInt(packet.length - length + 1), length);
      }
    }
    return packet;
  }

  /** As far as they can be told apart. */
  private static List<Option> options(byte[] packet) {
    List<Option> options = new ArrayList<>();
    int at = OPTIONS;
    while (at + 2 <= packet.length && (packet[at] & 255) != 255 && options.size() < 100) {
      int end = Math.min(packet.length, at + 2 + (packet[at + 1] & 255));
      if (packet[at] == 0) {
        at++;
        continue;
      }
      options.add(new Option(packet[at] & 255, Arrays.copyOfRange(packet, at + 2, end)));
      at = end;
    }
    return options;
  }

  /** Sub-options that may fit. */
  private static byte[] within(SplittableRandom random) {
    ByteBuffer out = ByteBuffer.allocate(255);
    for (int i = random.nextInt(6); i > 0 && out.remaining() > 70; i--) {
      byte[] value =
          random.nextBoolean() ? ints(ADDRESSES, random) : bytes(random.nextInt(64), random);
      int length = random.nextInt(6) == 0 ? random.nextInt(256) : value.length;
      out.put((byte) random.nextInt(14)).put((byte) length).put(value);
    }
    return Arrays.copyOf(out.array(), random.nextInt(8) == 0 ? 255 : out.position());
  }

  private static int code(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt(256) : CODES[random.nextInt(CODES.length)];
  }

  private static int length(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> 4;
      case 3 -> 255;
      default -> random.nextInt(40);
    };
  }

  private static int address(SplittableRandom random) {
    return random.nextInt(4) == 0 ? random.nextInt() : ADDRESSES[random.nextInt(ADDRESSES.length)];
  }

  private static byte[] ints(int[] some, SplittableRandom random) {
    return ByteBuffer.allocate(4).putInt(some[random.nextInt(some.length)]).array();
  }

  private static byte[] bytes(int length, SplittableRandom random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
