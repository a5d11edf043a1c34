package io.bloomery.power.ipmi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A BMC with one machine, for cipher suites and misbehaviour that no other BMC in reach has. It is
 * itself checked by ipmitool and ipmipower, in {@link TestBmcTest}; packets and keys are the
 * driver's, whose mistakes would show there.
 */
final class TestBmc implements AutoCloseable {
  static final String USER = "bloomery";
  static final String PASSWORD = "f7-Quite_random!pw20";

  /** What becomes of a datagram on its way: lost, late, double, altered. */
  interface Wire {
    List<byte[]> carry(byte[] datagram) throws Exception;
  }

  private static final byte[] GUID = "0123456789abcdef".getBytes(US_ASCII);

  private final DatagramSocket socket;
  private final Map<Integer, Talk> talks = new ConcurrentHashMap<>();

  final TestMachine machine = new TestMachine();
  volatile Set<CipherSuite> suites = EnumSet.allOf(CipherSuite.class);
  volatile boolean speaks20 = true;
  volatile boolean listsSuites = true;

  /** K_g, or null for none. */
  volatile byte[] key;

  /** A status that Open Session is answered with, unless 0. */
  volatile int openStatus;

  volatile Wire inwards = List::of;
  volatile Wire outwards = List::of;

  /** One session, open or being opened. */
  private static final class Talk {
    private CipherSuite suite;
    private int consoleId;
    private byte[] theirs;
    private final byte[] ours = SessionKeys.random(16);
    private byte[] roleAndUser;
    private SessionKeys keys;
    private final ReplayWindow window = new ReplayWindow();
    private int sequence;
  }

  TestBmc() {
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread thread = new Thread(this::serve, "test-bmc");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  String endpoint() {
    return "127.0.0.1:" + port();
  }

  Map<String, String> settings() {
    return Map.of("endpoint", endpoint(), "user", USER, "password", PASSWORD);
  }

  /** Open sessions, as far as it knows. */
  int sessions() {
    return (int) talks.values().stream().filter(talk -> talk.keys != null).count();
  }

  /** As if its power was cut: it knows no session any more. */
  void restart() {
    talks.clear();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
    while (!socket.isClosed()) {
      try {
        packet.setLength(1024);
        socket.receive(packet);
        for (byte[] in : inwards.carry(Arrays.copyOf(packet.getData(), packet.getLength()))) {
          byte[] answer = answer(in);
          if (answer != null) {
            send(outwards.carry(answer), packet.getSocketAddress());
          }
        }
      } catch (Exception closedOrNonsense) {
        // The next one, please.
      }
    }
  }

  private void send(List<byte[]> datagrams, SocketAddress to) throws IOException {
    for (byte[] out : datagrams) {
      socket.send(new DatagramPacket(out, out.length, to));
    }
  }

  private byte[] answer(byte[] in) throws Malformed {
    ByteBuffer bytes = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
    boolean is20 = in[4] == 0x06;
    Talk talk = is20 ? talks.get(bytes.getInt(6)) : null;
    if (is20 && bytes.getInt(6) != 0) {
      return talk == null || talk.keys == null ? null : inSession(talk, bytes.getInt(6), in);
    }
    RmcpPacket packet = RmcpPacket.decode(in, null);
    switch (packet.type()) {
      case IPMI_MESSAGE:
        byte[] message = outside(packet.payload());
        return is20
            ? RmcpPacket.open(PayloadType.IPMI_MESSAGE, message)
            : RmcpPacket.version15(message);
      case RMCPPLUS_OPEN_SESSION_REQUEST:
        return openSession(packet.payload());
      case RAKP_MESSAGE_1:
        return rakp2(packet.payload());
      case RAKP_MESSAGE_3:
        return rakp4(packet.payload());
      default:
        return null;
    }
  }

  private byte[] outside(byte[] request) {
    int command = request[5] & 0xff;
    if (command == 0x38) {
      int is20 = speaks20 ? 0x80 : 0;
      int nonNullUsers = 0x04 | (key == null ? 0 : 0x20);
      return TestMachine.response(
          request, 0, 1, is20 | 0x04, nonNullUsers, speaks20 ? 0x03 : 0x01, 0, 0, 0, 0);
    }
    if (command == 0x54 && listsSuites) {
      List<Integer> data = new ArrayList<>(List.of(1));
      if ((request[8] & 0x3f) == 0) {
        for (CipherSuite suite : suites) {
          data.addAll(List.of(0xc0, suite.id(), suite.authentication()));
          data.addAll(List.of(0x40 | suite.integrity(), 0x80 | suite.confidentiality()));
        }
      }
      return TestMachine.response(request, 0, data.stream().mapToInt(Integer::intValue).toArray());
    }
    return TestMachine.response(request, 0xc1);
  }

  private byte[] openSession(byte[] payload) {
    int consoleId = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    CipherSuite suite =
        suites.stream()
            .filter(it -> it.authentication() == payload[12] && it.integrity() == payload[20])
            .findFirst()
            .orElse(null);
    int status = openStatus != 0 ? openStatus : suite == null ? 0x11 : 0;
    if (status != 0) {
      return setup(PayloadType.RMCPPLUS_OPEN_SESSION_RESPONSE, payload[0], status, consoleId);
    }
    int bmcId = ByteBuffer.wrap(SessionKeys.random(4)).getInt() | 1;
    Talk talk = new Talk();
    talk.suite = suite;
    talk.consoleId = consoleId;
    talks.put(bmcId, talk);
    return setup(
        PayloadType.RMCPPLUS_OPEN_SESSION_RESPONSE,
        payload[0],
        0,
        consoleId,
        SessionSetup.id(bmcId),
        Arrays.copyOfRange(payload, 8, 32));
  }

  private byte[] rakp2(byte[] payload) {
    int bmcId = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    Talk talk = talks.get(bmcId);
    if (talk == null) {
      return setup(PayloadType.RAKP_MESSAGE_2, payload[0], 0x02, 0);
    }
    String user = new String(payload, 28, payload[27], US_ASCII);
    if (!user.equals(USER)) {
      return setup(PayloadType.RAKP_MESSAGE_2, payload[0], 0x0d, talk.consoleId);
    }
    talk.theirs = Arrays.copyOfRange(payload, 8, 24);
    talk.roleAndUser = new byte[2 + user.length()];
    talk.roleAndUser[0] = payload[24];
    System.arraycopy(payload, 27, talk.roleAndUser, 1, 1 + user.length());
    byte[] code =
        SessionKeys.code(
            talk.suite,
            password(),
            SessionSetup.id(talk.consoleId),
            SessionSetup.id(bmcId),
            talk.theirs,
            talk.ours,
            GUID,
            talk.roleAndUser);
    return setup(PayloadType.RAKP_MESSAGE_2, payload[0], 0, talk.consoleId, talk.ours, GUID, code);
  }

  private byte[] rakp4(byte[] payload) {
    int bmcId = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    Talk talk = talks.get(bmcId);
    if (talk == null || payload[1] != 0) {
      talks.remove(bmcId);
      return null;
    }
    byte[] right =
        SessionKeys.code(
            talk.suite, password(), talk.ours, SessionSetup.id(talk.consoleId), talk.roleAndUser);
    if (!Arrays.equals(right, Arrays.copyOfRange(payload, 8, payload.length))) {
      return setup(PayloadType.RAKP_MESSAGE_4, payload[0], 0x0f, talk.consoleId);
    }
    byte[] secret = key == null ? password() : key;
    byte[] sik = SessionKeys.code(talk.suite, secret, talk.theirs, talk.ours, talk.roleAndUser);
    byte[] check = SessionKeys.code(talk.suite, sik, talk.theirs, SessionSetup.id(bmcId), GUID);
    talk.keys = new SessionKeys(talk.suite, sik);
    return setup(
        PayloadType.RAKP_MESSAGE_4,
        payload[0],
        0,
        talk.consoleId,
        Arrays.copyOf(check, talk.suite.checkLength()));
  }

  private byte[] inSession(Talk talk, int bmcId, byte[] in) throws Malformed {
    RmcpPacket packet = RmcpPacket.decode(in, talk.keys);
    if (!talk.window.admits(packet.sequence())) {
      return null;
    }
    byte[] response = machine.obey(packet.payload());
    if (packet.payload()[5] == Command.CLOSE_SESSION.number()) {
      talks.remove(bmcId);
    }
    return RmcpPacket.sealed(
        PayloadType.IPMI_MESSAGE, talk.consoleId, ++talk.sequence, response, talk.keys);
  }

  private static byte[] setup(
      PayloadType type, byte tag, int status, int consoleId, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer payload = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    payload.put(tag).put((byte) status).put((byte) 4).put((byte) 0).putInt(consoleId);
    for (byte[] part : parts) {
      payload.put(part);
    }
    return RmcpPacket.open(type, payload.array());
  }

  private static byte[] password() {
    return Arrays.copyOf(PASSWORD.getBytes(US_ASCII), 20);
  }

  @Override
  public void close() {
    socket.close();
  }
}
