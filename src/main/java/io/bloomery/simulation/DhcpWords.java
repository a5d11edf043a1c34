package io.bloomery.simulation;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what a machine says to a DHCP server and reads what it hears (RFC 2131, options RFC 2132).
 */
final class DhcpWords {
  static final int DISCOVER = 1;
  static final int OFFER = 2;
  static final int REQUEST = 3;
  static final int ACK = 5;

  private static final int COOKIE = 0x63825363;
  private static final int FIXED_PART = 236;

  /** Who asks, and as what. */
  enum Asker {
    /** The PXE ROM of the network card. */
    FIRMWARE,
    /** iPXE, loaded by the ROM; it says so in its user class. */
    IPXE,
    /** The DHCP client of an installed system. */
    SYSTEM
  }

  /**
   * What the server granted.
   *
   * @param nextServer where the boot file is
   * @param bootFile name or URL, empty if there is nothing to boot
   */
  record Lease(InetAddress address, InetAddress server, InetAddress nextServer, String bootFile) {}

  /** A server's message. */
  record Reply(int xid, int type, Lease lease) {}

  private DhcpWords() {}

  /**
   * A message as a relay agent passes it on: with its own address in giaddr (RFC 2131 section 4.1).
   */
  static ByteBuffer message(
      int type,
      int xid,
      Asker asker,
      MachineFacts facts,
      Lease offer,
      InetAddress relay,
      InetAddress subnet) {
    ByteBuffer packet = ByteBuffer.allocate(600);
    packet.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 1);
    packet.putInt(xid).putInt(0);
    packet.putInt(0).putInt(0).putInt(0).put(relay.getAddress());
    packet.put(facts.macBytes());
    packet.position(FIXED_PART);
    packet.putInt(COOKIE);
    option(packet, 53, (byte) type);
    option(packet, 57, (byte) 0x05, (byte) 0xc0);
    option(
        packet, 55, (byte) 1, (byte) 3, (byte) 6, (byte) 15, (byte) 43, (byte) 54, (byte) 66,
        (byte) 67);
    if (offer != null) {
      option(packet, 50, offer.address.getAddress());
      option(packet, 54, offer.server.getAddress());
    }
    if (asker != Asker.SYSTEM) {
      pxe(packet, facts);
    }
    if (asker == Asker.IPXE) {
      option(packet, 77, "iPXE".getBytes(StandardCharsets.US_ASCII));
      // iPXE's own encapsulated options: it can HTTP (19) and read scripts through it (175 in full
      // is longer).
      option(packet, 175, (byte) 19, (byte) 1, (byte) 1);
    }
    // Link selection: which subnet the address must come from, as giaddr is not in it (RFC 3527).
    ByteArrayOutputStream relayed = new ByteArrayOutputStream();
    byte[] circuit = facts.name().getBytes(StandardCharsets.US_ASCII);
    relayed.write(1);
    relayed.write(circuit.length);
    relayed.writeBytes(circuit);
    relayed.write(5);
    relayed.write(4);
    relayed.writeBytes(subnet.getAddress());
    option(packet, 82, relayed.toByteArray());
    packet.put((byte) 255);
    return packet.flip();
  }

  /** Options 60, 93, 94 and 97: what a PXE client must say (RFC 4578). */
  private static void pxe(ByteBuffer packet, MachineFacts facts) {
    int architecture = facts.uefi() ? 7 : 0;
    String vendorClass = "PXEClient:Arch:%05d:UNDI:003010".formatted(architecture);
    option(packet, 60, vendorClass.getBytes(StandardCharsets.US_ASCII));
    option(packet, 93, (byte) 0, (byte) architecture);
    option(packet, 94, (byte) 1, (byte) 3, (byte) 16);
    ByteBuffer uuid = ByteBuffer.allocate(17);
    uuid.put((byte) 0);
    uuid.putLong(facts.uuid().getMostSignificantBits())
        .putLong(facts.uuid().getLeastSignificantBits());
    option(packet, 97, uuid.array());
  }

  private static void option(ByteBuffer packet, int code, byte... value) {
    packet.put((byte) code).put((byte) value.length).put(value);
  }

  /** Reads a server's message, or null if it is not one. */
  static Reply read(ByteBuffer packet) throws UnknownHostException {
    if (packet.remaining() < FIXED_PART + 4
        || packet.get(0) != 2
        || packet.getInt(FIXED_PART) != COOKIE) {
      return null;
    }
    Map<Integer, byte[]> options = new TreeMap<>();
    packet.position(FIXED_PART + 4);
    while (packet.remaining() >= 2) {
      int code = packet.get() & 0xff;
      if (code == 255) {
        break;
      }
      if (code == 0) {
        continue;
      }
      byte[] value = new byte[Math.min(packet.get() & 0xff, packet.remaining())];
      packet.get(value);
      options.put(code, value);
    }
    byte[] type = options.getOrDefault(53, new byte[] {0});
    InetAddress siaddr = address(packet, 20);
    byte[] serverId = options.get(54);
    InetAddress server =
        serverId == null || serverId.length != 4 ? siaddr : InetAddress.getByAddress(serverId);
    String file = text(options.get(67));
    if (file.isEmpty()) {
      byte[] field = new byte[128];
      packet.get(108, field);
      file = text(field);
    }
    InetAddress next = siaddr.isAnyLocalAddress() ? server : siaddr;
    return new Reply(packet.getInt(4), type[0], new Lease(address(packet, 16), server, next, file));
  }

  private static InetAddress address(ByteBuffer packet, int at) throws UnknownHostException {
    byte[] bytes = new byte[4];
    packet.get(at, bytes);
    return InetAddress.getByAddress(bytes);
  }

  /** Text up to the first zero byte: some servers end it so, some do not. */
  private static String text(byte[] bytes) {
    if (bytes == null) {
      return "";
    }
    String text = new String(bytes, StandardCharsets.US_ASCII);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }
}
