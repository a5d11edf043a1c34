package io.bloomery.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged before signal 9 is in the file after it. */
class LeaseKillTest {
  private static final int CLIENTS = 5_000;
  private static final int AT_ONCE = 50;

  /** Enough that the last of them were acknowledged in the last milliseconds. */
  private static final int ACKNOWLEDGED = 1_000;

  @TempDir Path directory;

  /** By the last four bytes of the MAC address. */
  private final Map<Integer, Integer> acknowledged = new HashMap<>();

  private int begun;

  @Test
  void everyLeaseThatWasAcknowledgedSurvives() throws Exception {
    Ports ports = Ports.free();
    Path data = directory.resolve("data");
    try (Controller controller =
            Controller.start(data, ports, Controller.JVM, Controller.LOOPBACK, List.of());
        DatagramSocket relay =
            new DatagramSocket(new InetSocketAddress("127.0.0.2", ports.dhcp()))) {
      InetSocketAddress server = new InetSocketAddress("127.0.0.1", ports.dhcp());
      relay.setReceiveBufferSize(4 << 20);
      relay.setSoTimeout(1_000);
      for (int i = 0; i < AT_ONCE; i++) {
        discover(relay, server);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (acknowledged.size() < ACKNOWLEDGED) {
        assertThat(System.nanoTime()).as("acknowledged: %s", acknowledged.size()).isLessThan(end);
        hear(relay, server);
      }
      controller.kill();
      // What is still on its way was sent before.
      relay.setSoTimeout(200);
      while (hear(relay, null)) {}
    }
    Map<Integer, Integer> stored = stored(data);
    assertThat(stored).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED).containsAllEntriesOf(acknowledged);
  }

  /** Takes one message; false if there was none for a while. */
  private boolean hear(DatagramSocket relay, InetSocketAddress server) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    try {
      relay.receive(packet);
    } catch (SocketTimeoutException silence) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    int client = in.getInt(30);
    int address = in.getInt(16);
    // Option 53 is the first.
    if (in.get(242) == 5) {
      acknowledged.put(client, address);
      if (server != null && begun < CLIENTS) {
        discover(relay, server);
      }
    } else if (in.get(242) == 2 && server != null) {
      ByteBuffer request = message(3, client);
      request.put((byte) 50).put((byte) 4).putInt(address);
      request.put((byte) 54).put((byte) 4).put(server.getAddress().getAddress()).put((byte) 255);
      send(relay, server, request);
    }
    return true;
  }

  private void discover(DatagramSocket relay, InetSocketAddress server) throws IOException {
    send(relay, server, message(1, ++begun).put((byte) 255));
  }

  private static ByteBuffer message(int type, int client) throws IOException {
    ByteBuffer message = ByteBuffer.allocate(300);
    message.put((byte) 1).put((byte) 1).put((byte) 6).put((byte) 1).putInt(client);
    message.position(24).put(InetAddress.getByName("127.0.0.2").getAddress());
    message.putShort((short) 0x0200).putInt(client).position(236).putInt(0x63825363);
    return message.put((byte) 53).put((byte) 1).put((byte) type);
  }

  private static void send(DatagramSocket relay, InetSocketAddress server, ByteBuffer message)
      throws IOException {
    relay.send(new DatagramPacket(message.array(), message.capacity(), server));
  }

  private Map<Integer, Integer> stored(Path data) throws IOException, SQLException {
    Path copy = Files.createDirectory(directory.resolve("look")).resolve("bloomery.mv.db");
    Files.copy(data.resolve("database").resolve("bloomery.mv.db"), copy);
    Map<Integer, Integer> leases = new HashMap<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + directory.resolve("look/bloomery") + ";IFEXISTS=TRUE",
                "bloomery",
                "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT mac, address FROM lease")) {
      while (row.next()) {
        int client = (int) Long.parseLong(row.getString(1).replace(":", "").substring(4), 16);
        byte[] address = InetAddress.getByName(row.getString(2)).getAddress();
        leases.put(client, ByteBuffer.wrap(address).getInt());
      }
    }
    return leases;
  }
}
