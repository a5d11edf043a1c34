package io.bloomery.boot.dhcp;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A reply under construction. Field {@code file} and option 67 are set together, since ROMs differ
 * in which they read.
 */
final class DhcpReply {
  /** BOOTP's length (RFC 951); shorter replies are dropped by old ROMs and relays. */
  private static final int SHORTEST = 300;

  /** What every client must take (RFC 2131 section 2), less the IP and UDP headers. */
  private static final int USUAL = 576 - 28;

  /**
   * An Ethernet frame, however much the client says it can take, less some room for a relay's and
   * tunnels' headers.
   */
  private static final int LONGEST = 1472 - 28;

  private static final int FILE = 128;
  private static final int SHORT_OPTION = 255;

  private final PxeRequest request;
  private final MessageType type;
  private final Map<Integer, byte[]> options = new LinkedHashMap<>();
  private Ipv4 yours = Ipv4.NONE;
  private Ipv4 next = Ipv4.NONE;
  private String file = "";
  private String missing = "";

  DhcpReply(PxeRequest request, MessageType type) {
    this.request = request;
    this.type = type;
  }

  MessageType type() {
    return type;
  }

  MacAddress mac() {
    return request.mac();
  }

  /** What it says to load, for people to read. */
  String bootFile() {
    byte[] boot = options.get(DhcpOption.BOOT_FILE.code);
    return boot == null
        ? "no boot file"
        : "boot file " + new String(boot, 0, boot.length - 1, StandardCharsets.US_ASCII);
  }

  Ipv4 yours() {
    return yours;
  }

  DhcpReply yours(Ipv4 address) {
    yours = address;
    return this;
  }

  /** Server and name of the boot file. */
  DhcpReply boot(Ipv4 server, String name) {
    next = server;
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    file = text.length < FILE ? name : "";
    byte[] ended = new byte[text.length + 1];
    System.arraycopy(text, 0, ended, 0, text.length);
    return with(DhcpOption.BOOT_FILE, ended);
  }

  /** There is no boot file for it. */
  void bootsNothing(String why) {
    missing = why;
  }

  /** Why there is no boot file for who asked for one; else empty. */
  String missing() {
    return missing;
  }

  DhcpReply with(DhcpOption option, byte[] value) {
    return with(option.code, value);
  }

  DhcpReply with(int code, byte[] value) {
    options.put(code, value);
    return this;
  }

  boolean has(int code) {
    return options.containsKey(code);
  }

  DhcpReply with(DhcpOption option, Ipv4 address) {
    return with(option, address.bytes());
  }

  DhcpReply with(DhcpOption option, String text) {
    return with(option, text.getBytes(StandardCharsets.US_ASCII));
  }

  DhcpReply with(DhcpOption option, Duration time) {
    return with(option, ByteBuffer.allocate(4).putInt((int) time.toSeconds()).array());
  }

  /** Unlike RFC 2131's table 3, a NAK through a relay is broadcast by it (section 4.3.2). */
  private int flags() {
    return type == MessageType.NAK && !request.relay().isNone()
        ? request.flagsWithBroadcast()
        : request.flags();
  }

  byte[] encode() {
    int limit =
        request.largestReply() < 576 ? USUAL : Math.min(request.largestReply() - 28, LONGEST);
    byte[] relayInformation = request.relayInformation().bytes();
    // The relay's option comes last and must never be the one left out (RFC 3046 section 2.2).
    int relayLength = relayInformation.length == 0 ? 0 : encodedLength(relayInformation);
    ByteBuffer out = ByteBuffer.allocate(Math.max(limit, SHORTEST + relayLength + 1) + SHORTEST);
    out.put((byte) 2).put((byte) 1).put((byte) 6).put((byte) 0).putInt(request.transaction());
    out.putShort((short) 0).putShort((short) flags());
    out.putInt(type == MessageType.NAK ? 0 : request.clientAddress().bits());
    out.putInt(yours.bits()).putInt(next.bits()).putInt(request.relay().bits());
    out.put(request.mac().bytes());
    out.position(108);
    out.put(file.getBytes(StandardCharsets.US_ASCII));
    out.position(236);
    out.putInt(0x63825363);
    put(out, DhcpOption.MESSAGE_TYPE.code, new byte[] {(byte) type.ordinal()});
    // Without a lease time clients drop an offer (RFC 2131 table 3), so nothing may take its place.
    byte[] time = options.get(DhcpOption.LEASE_TIME.code);
    int kept = time == null ? 0 : encodedLength(time);
    int room = limit - relayLength - 1;
    for (int code : inOrder()) {
      byte[] value = options.get(code);
      if (code == DhcpOption.LEASE_TIME.code) {
        kept = 0;
      }
      if (out.position() + encodedLength(value) <= room - kept) {
        put(out, code, value);
      }
    }
    if (relayLength > 0) {
      put(out, DhcpOption.RELAY_INFORMATION.code, relayInformation);
    }
    out.put((byte) DhcpOption.END.code);
    byte[] bytes = new byte[Math.max(SHORTEST, out.position())];
    out.flip().get(bytes, 0, out.limit());
    return bytes;
  }

  /**
   * The server first, then what the client lists, in its order, then the rest; but the mask before
   * the router, whatever the client lists (RFC 2132 section 3.3).
   */
  private Set<Integer> inOrder() {
    Set<Integer> ordered = new LinkedHashSet<>();
    ordered.add(DhcpOption.SERVER_ID.code);
    for (int wanted : request.wanted()) {
      if (wanted == DhcpOption.ROUTER.code && has(wanted)) {
        ordered.add(DhcpOption.SUBNET_MASK.code);
      }
      ordered.add(wanted);
    }
    ordered.retainAll(options.keySet());
    ordered.addAll(options.keySet());
    return ordered;
  }

  private static int encodedLength(byte[] value) {
    return value.length + 2 * Math.max(1, (value.length + SHORT_OPTION - 1) / SHORT_OPTION);
  }

  /** A long value is cut into several options of the same number (RFC 3396). */
  private static void put(ByteBuffer out, int code, byte[] value) {
    int at = 0;
    do {
      int length = Math.min(SHORT_OPTION, value.length - at);
      out.put((byte) code).put((byte) length).put(value, at, length);
      at += length;
    } while (at < value.length);
  }
}
