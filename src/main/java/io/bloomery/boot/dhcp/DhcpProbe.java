package io.bloomery.boot.dhcp;

import io.bloomery.boot.link.EthernetFrame;
import io.bloomery.boot.link.FrameSocket;
import io.bloomery.boot.link.UdpFrame;
import io.bloomery.network.Ipv4;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks an interface's network, as a client without an address would, who answers DHCP there. It
 * takes nothing: an offer that nobody accepts is forgotten by its server.
 */
final class DhcpProbe {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** More than any network has; what a network may make this controller remember is bounded. */
  private static final int MOST = 32;

  private static final byte[] EVERYBODY = {-1, -1, -1, -1, -1, -1};

  private final String device;
  private final int serverPort;

  DhcpProbe(String device, int serverPort) {
    this.device = device;
    this.serverPort = serverPort;
  }

  /**
   * The servers that offer something, with the address of the NIC the offer came from. Asks twice,
   * because the first question often gets lost on a port that just came up.
   *
   * @param wait for answers, altogether
   * @throws IOException without CAP_NET_RAW, or if the interface is gone
   */
  Map<Ipv4, String> servers(Duration wait) throws IOException {
    Map<Ipv4, String> found = new TreeMap<>();
    int transaction = RANDOM.nextInt();
    long begin = System.nanoTime();
    byte[] frame = new byte[2048];
    boolean again = false;
    // Not through the DHCP port: a frame made by hand is not heard by this host's own server.
    try (FrameSocket listener = FrameSocket.listener(device);
        FrameSocket sender = FrameSocket.sender(device)) {
      sender.send(discover(sender.hardware(), transaction));
      while (System.nanoTime() - begin < wait.toNanos()) {
        if (!again && System.nanoTime() - begin > wait.toNanos() / 2) {
          again = true;
          sender.send(discover(sender.hardware(), transaction));
        }
        int length = listener.receive(frame);
        UdpFrame heard = UdpFrame.of(frame, length).orElse(null);
        Ipv4 server = heard == null ? Ipv4.NONE : offering(frame, heard, transaction);
        if (!server.isNone() && found.size() < MOST) {
          found.put(server, heard.fromMac().value());
        }
      }
    }
    return found;
  }

  private byte[] discover(byte[] hardware, int transaction) {
    ByteBuffer packet = ByteBuffer.allocate(300);
    packet.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 0).putInt(transaction);
    // The broadcast bit: no switch has to learn where an address is that nobody will use.
    packet.putShort((short) 0).putShort((short) 0x8000);
    packet.position(28).put(hardware).position(236).putInt(0x63825363);
    packet.put((byte) DhcpOption.MESSAGE_TYPE.code).put((byte) 1);
    packet.put((byte) MessageType.DISCOVER.ordinal());
    packet.put((byte) DhcpOption.WANTED.code).put((byte) 2);
    packet.put((byte) DhcpOption.SUBNET_MASK.code).put((byte) DhcpOption.ROUTER.code);
    packet.put((byte) DhcpOption.END.code);
    return EthernetFrame.of(
        EVERYBODY, hardware, Ipv4.NONE, serverPort + 1, Ipv4.BROADCAST, serverPort, packet.array());
  }

  /** The server whose offer to this probe the frame is, or none. */
  private Ipv4 offering(byte[] frame, UdpFrame heard, int transaction) {
    if (heard.toPort() != serverPort + 1 || heard.length() < DhcpOptions.OPTIONS) {
      return Ipv4.NONE;
    }
    byte[] packet = new byte[heard.length()];
    System.arraycopy(frame, heard.data(), packet, 0, packet.length);
    ByteBuffer fields = ByteBuffer.wrap(packet);
    if (fields.get(0) != 2 || fields.getInt(4) != transaction) {
      return Ipv4.NONE;
    }
    DhcpOptions options = DhcpOptions.of(packet, packet.length);
    byte[] type = options.bytes(DhcpOption.MESSAGE_TYPE);
    if (type.length != 1 || type[0] != MessageType.OFFER.ordinal()) {
      return Ipv4.NONE;
    }
    Ipv4 named = options.address(DhcpOption.SERVER_ID.code);
    return named.isNone() ? heard.from() : named;
  }
}
