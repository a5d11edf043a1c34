package io.bloomery.power.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A chassis with one machine, {@code m-1}, that can be told to misbehave. */
public final class TestChassis implements AutoCloseable {
  public static final String MAC = "02:00:5e:00:00:01";

  private final Map<String, String> states = new ConcurrentHashMap<>(Map.of("m-1", "off"));
  private final DatagramSocket socket;

  /** How many of the next questions get no answer. */
  final AtomicInteger deaf = new AtomicInteger();

  /** Said instead of an answer, unless null. */
  volatile String complaint;

  public TestChassis() {
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread thread = new Thread(this::serve, "test-chassis");
    thread.setDaemon(true);
    thread.start();
  }

  public String endpoint() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    while (!socket.isClosed()) {
      try {
        packet.setLength(512);
        socket.receive(packet);
        if (deaf.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          continue;
        }
        String[] words =
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).split(" ");
        // A late answer to somebody else's question comes first.
        for (String text : new String[] {"0 on", words[2] + " " + answer(words[0], words[1])}) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private String answer(String verb, String subject) {
    if (complaint != null) {
      return "error " + complaint;
    }
    if (verb.equals("find")) {
      return subject.equals(MAC) ? "m-1 Node_1.rack 2" : "error no machine has NIC " + subject;
    }
    if (!states.containsKey(subject)) {
      return "error no machine " + subject;
    }
    if (!verb.equals("status")) {
      states.put(subject, verb);
    }
    return states.get(subject);
  }

  @Override
  public void close() {
    socket.close();
  }
}
