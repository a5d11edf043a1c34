package io.bloomery.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** A DHCP client that asks one thing at a time, behind a relay on loopback (RFC 2131, RFC 3527). */
final class LeaseClient implements AutoCloseable {
  private static final String RELAY = "127.0.0.2";
  private static final int DISCOVER = 1;
  private static final int REQUEST = 3;
  private static final int COOKIE = 0x63825363;
  private static final int OPTIONS = 240;

  private final DatagramSocket socket;
  private final InetSocketAddress server;

  LeaseClient(int port) throws IOException {
    server = new InetSocketAddress("127.0.0.1", port);
    socket = new DatagramSocket(new InetSocketAddress(RELAY, port));
  }

  /**
   * The address that a NIC is offered in a subnet, or null if nobody answers in time.
   *
   * @param subnet any address in it
   */
  String offer(String mac, String subnet, int millis) throws IOException {
    ByteBuffer answer = ask(DISCOVER, mac, subnet, null, millis);
    return answer == null ? null : address(answer);
  }

  /** The address that a NIC is lent in a subnet. */
  String lease(String mac, String subnet) throws IOException {
    String offered = offer(mac, subnet, 5_000);
    ByteBuffer answer = offered == null ? null : ask(REQUEST, mac, subnet, offered, 5_000);
    if (answer == null) {
      throw new IOException(mac + " gets no address in the subnet of " + subnet);
    }
    return address(answer);
  }

  private ByteBuffer ask(int type, String mac, String subnet, String offered, int millis)
      throws IOException {
    int xid = ThreadLocalRandom.current().nextInt();
    ByteBuffer packet = ByteBuffer.allocate(400);
    packet.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 1).putInt(xid);
    packet.position(24).put(bytes(RELAY)).put(HexFormat.ofDelimiter(":").parseHex(mac));
    packet.position(OPTIONS - 4).putInt(COOKIE).put(new byte[] {53, 1, (byte) type});
    if (offered != null) {
      packet.put(new byte[] {50, 4}).put(bytes(offered));
      packet.put(new byte[] {54, 4}).put(server.getAddress().getAddress());
    }
    packet.put(new byte[] {55, 3, 1, 3, 6, 82, 6, 5, 4}).put(bytes(subnet)).put((byte) 255);
    socket.send(new DatagramPacket(packet.array(), packet.position(), server));
    socket.setSoTimeout(millis);
    byte[] answer = new byte[1500];
    try {
      while (true) {
        socket.receive(new DatagramPacket(answer, answer.length));
        ByteBuffer fields = ByteBuffer.wrap(answer);
        // A refusal (6) comes instead of an acknowledgement (5).
        if (fields.getInt(4) == xid && answer[OPTIONS + 2] != 6) {
          return fields;
        }
      }
    } catch (SocketTimeoutException nobody) {
      return null;
    }
  }

  private static String address(ByteBuffer answer) throws IOException {
    byte[] yours = new byte[4];
    answer.get(16, yours);
    return InetAddress.getByAddress(yours).getHostAddress();
  }

  private static byte[] bytes(String address) throws IOException {
    return InetAddress.getByName(address).getAddress();
  }

  @Override
  public void close() {
    socket.close();
  }
}
