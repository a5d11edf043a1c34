package io.bloomery.network;

/** An IPv4 address; ordered as the unsigned number it is. */
public record Ipv4(int bits) implements Comparable<Ipv4> {
  public static final Ipv4 NONE = new Ipv4(0);
  public static final Ipv4 BROADCAST = new Ipv4(-1);

  /** Reads four decimal numbers with dots; nothing is ever looked up. */
  public static Ipv4 of(String text) {
    String[] parts = text == null ? new String[0] : text.trim().split("\\.", -1);
    int bits = 0;
    for (String part : parts) {
      if (parts.length != 4 || !part.matches("[0-9]{1,3}") || Integer.parseInt(part) > 255) {
        throw wrong(text);
      }
      bits = bits << 8 | Integer.parseInt(part);
    }
    if (parts.length != 4) {
      throw wrong(text);
    }
    return new Ipv4(bits);
  }

  /** From four bytes, the highest first. */
  public static Ipv4 of(byte[] bytes) {
    return new Ipv4(
        (bytes[0] & 255) << 24 | (bytes[1] & 255) << 16 | (bytes[2] & 255) << 8 | bytes[3] & 255);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "IPv4 address: " + text + " (expected: four numbers from 0 to 255 with dots, 10.17.17.1)");
  }

  public boolean isNone() {
    return bits == 0;
  }

  /** In 127.0.0.0/8: never leaves this host. */
  public boolean isLoopback() {
    return bits >>> 24 == 127;
  }

  /** As an unsigned number. */
  public long number() {
    return Integer.toUnsignedLong(bits);
  }

  public Ipv4 plus(int count) {
    return new Ipv4(bits + count);
  }

  public byte[] bytes() {
    return new byte[] {
      (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
    };
  }

  @Override
  public int compareTo(Ipv4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }
}
