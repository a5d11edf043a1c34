package io.bloomery.boot.dhcp;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asked, decoded once; nothing else looks at bytes. Absent addresses are {@link
 * Ipv4#NONE}, absent texts empty.
 *
 * @param transaction xid, chosen by the client
 * @param flags as sent; only the broadcast bit means something
 * @param clientAddress ciaddr: what the client already has
 * @param relay giaddr: the relay that passed the request on
 * @param requested option 50
 * @param server option 54: whose offer the client takes
 * @param wanted option 55, in the client's order
 * @param largestReply option 57, or 0
 * @param architecture option 93, or else what option 60 says, or -1
 * @param ipxe whether it is iPXE that asks, not the firmware
 * @param relayInformation option 82, to be echoed
 * @param linkSelection the subnet that a relay or the client names (options 82.5 and 118)
 * @param serverOverride the address that a relay wants as the server's (option 82.11)
 */
public record PxeRequest(
    MessageType type,
    int transaction,
    int flags,
    Ipv4 clientAddress,
    Ipv4 relay,
    MacAddress mac,
    Ipv4 requested,
    Ipv4 server,
    String hostName,
    Octets clientId,
    List<Integer> wanted,
    int largestReply,
    String vendorClass,
    int architecture,
    Octets machineId,
    boolean ipxe,
    Octets relayInformation,
    Ipv4 linkSelection,
    Ipv4 serverOverride) {
  private static final int BOOTREQUEST = 1;
  private static final int ETHERNET = 1;
  private static final int COOKIE = 0x63825363;
  private static final int BROADCAST_BIT = 0x8000;
  private static final int LINK_SELECTION = 5;
  private static final int SERVER_OVERRIDE = 11;
  private static final Pattern ARCH = Pattern.compile(":Arch:([0-9]{5})");

  /**
   * Decodes the first {@code length} bytes.
   *
   * @throws MalformedPacket if it is anything but an Ethernet client's request; there is no other
   *     exception
   */
  static PxeRequest decode(byte[] packet, int length) throws MalformedPacket {
    if (length < DhcpOptions.OPTIONS || length > packet.length) {
      throw new MalformedPacket("length: " + length + " (expected: at least 240 bytes)");
    }
    ByteBuffer fields = ByteBuffer.wrap(packet);
    expect("op", fields.get(0), BOOTREQUEST);
    expect("htype", fields.get(1), ETHERNET);
    expect("hlen", fields.get(2), 6);
    expect("magic cookie", fields.getInt(236), COOKIE);
    MacAddress mac = MacAddress.of(packet, 28);
    if ((packet[28] & 1) != 0 || mac.value().equals("00:00:00:00:00:00")) {
      throw new MalformedPacket("chaddr: " + mac + " (expected: one NIC's address)");
    }
    DhcpOptions options = DhcpOptions.of(packet, length);
    byte[] type = options.bytes(DhcpOption.MESSAGE_TYPE);
    byte[] relayInformation = options.bytes(DhcpOption.RELAY_INFORMATION);
    DhcpOptions relayOptions = DhcpOptions.within(relayInformation);
    Ipv4 link = relayOptions.address(LINK_SELECTION);
    String vendorClass = options.text(DhcpOption.VENDOR_CLASS);
    return new PxeRequest(
        MessageType.of(type.length == 1 ? type[0] : 0),
        fields.getInt(4),
        fields.getShort(10) & 0xffff,
        new Ipv4(fields.getInt(12)),
        new Ipv4(fields.getInt(24)),
        mac,
        options.address(DhcpOption.REQUESTED_ADDRESS.code),
        options.address(DhcpOption.SERVER_ID.code),
        options.text(DhcpOption.HOST_NAME),
        new Octets(options.bytes(DhcpOption.CLIENT_ID)),
        numbers(options.bytes(DhcpOption.WANTED)),
        options.number16(DhcpOption.LARGEST_REPLY, 0),
        vendorClass,
        options.number16(DhcpOption.ARCHITECTURE, architecture(vendorClass)),
        new Octets(options.bytes(DhcpOption.MACHINE_ID)),
        options.has(DhcpOption.IPXE) || options.text(DhcpOption.USER_CLASS).contains("iPXE"),
        new Octets(relayInformation),
        link.isNone() ? options.address(DhcpOption.SUBNET_SELECTION.code) : link,
        relayOptions.address(SERVER_OVERRIDE));
  }

  private static void expect(String field, int value, int expected) throws MalformedPacket {
    if (value != expected) {
      throw new MalformedPacket(field + ": " + value + " (expected: " + expected + ")");
    }
  }

  private static List<Integer> numbers(byte[] value) {
    List<Integer> numbers = new ArrayList<>(value.length);
    for (byte one : value) {
      numbers.add(one & 255);
    }
    return numbers;
  }

  private static int architecture(String vendorClass) {
    Matcher matcher = ARCH.matcher(vendorClass);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  /**
   * Whether replies must be broadcast, because the client cannot hear anything else yet (RFC 2131
   * section 4.1).
   */
  boolean broadcast() {
    return (flags & BROADCAST_BIT) != 0;
  }

  int flagsWithBroadcast() {
    return flags | BROADCAST_BIT;
  }

  /** Firmware, or iPXE, that asks for a file over TFTP. */
  public boolean pxe() {
    return vendorClass.startsWith("PXEClient");
  }

  /** UEFI firmware that boots from a URL (UEFI 2.10 section 24.7). */
  public boolean http() {
    return vendorClass.startsWith("HTTPClient");
  }

  /** Whether it can boot at all; a system that is already running is told nothing of boot files. */
  public boolean boots() {
    return ipxe || pxe() || http();
  }

  /**
   * Whether its firmware is UEFI: everything but architecture 0, a BIOS, and 20, a BIOS over HTTP.
   */
  public boolean efi() {
    return architecture > 0 && architecture != 20;
  }

  /** Who asks, for people to read. */
  String client() {
    if (ipxe) {
      return "iPXE";
    }
    if (http()) {
      return "UEFI firmware that boots over HTTP, architecture " + architecture;
    }
    if (pxe()) {
      return (efi() ? "UEFI" : "BIOS") + " firmware, architecture " + architecture;
    }
    return "a system that runs";
  }
}
