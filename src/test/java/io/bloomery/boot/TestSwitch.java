package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.link.EthernetFrame;
import io.bloomery.boot.link.FrameSocket;
import io.bloomery.boot.link.UdpFrame;
import io.bloomery.machine.MacAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * A switch in this process, between a server's interface and the near ends of cables. It remembers
 * every DHCP message, and alters the server's, and the blocks of its files, if it is told to: what
 * a client makes of an altered message shows what the unaltered one is good for.
 */
public final class TestSwitch implements AutoCloseable {
  private final String server;
  private final Map<String, FrameSocket> ports = new ConcurrentHashMap<>();
  private final Map<MacAddress, String> learnt = new ConcurrentHashMap<>();
  private final List<HeardDhcp> heard = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile UnaryOperator<byte[]> alteration = UnaryOperator.identity();
  private volatile FileAlteration fileAlteration = (client, block) -> block;
  private volatile boolean closed;

  /** What is done to a datagram with a block of a file (RFC 1350 section 5, operation 3). */
  public interface FileAlteration {
    /**
     * @param client the NIC it goes to
     * @param block a copy of the datagram
     */
    byte[] of(MacAddress client, byte[] block);
  }

  private TestSwitch(String name) {
    server = "blm" + name + "s";
  }

  /**
   * Plugs the server's interface in. {@link NetworkCable#plug} comes before, and says why a test
   * must be skipped.
   *
   * @param name at most 8 letters, the test's own
   * @param addresses addresses and prefixes of the server's interface
   */
  public static TestSwitch plug(String name, String... addresses) throws IOException {
    TestSwitch made = new TestSwitch(name);
    ip("link", "delete", made.server);
    assertThat(ip("link", "add", made.server, "type", "veth", "peer", "name", made.port()))
        .isZero();
    for (String address : addresses) {
      assertThat(ip("address", "add", address, "dev", made.server)).isZero();
    }
    // Segments are not to be cut by a NIC that is not there.
    assertThat(ip("link", "set", made.server, "gso_max_segs", "1", "up")).isZero();
    made.connect(made.port());
    return made;
  }

  private String port() {
    return server + "p";
  }

  /** The server's interface. */
  public String server() {
    return server;
  }

  /** Sends what is for a network behind a router there. */
  public void route(String network, String router) {
    assertThat(ip("route", "add", network, "via", router, "dev", server)).isZero();
  }

  public void connect(NetworkCable cable) throws IOException {
    connect(cable.here());
  }

  private void connect(String device) throws IOException {
    // The kernel would answer ARP at these ends too, for any address that this host has.
    assertThat(ip("link", "set", device, "arp", "off", "up")).isZero();
    // While namespaces of an earlier test go away, Java's list of interfaces has holes.
    for (int i = 0; i < 40 && NetworkInterface.getByName(device) == null; i++) {
      LockSupport.parkNanos(50_000_000);
    }
    FrameSocket listener = FrameSocket.switchPort(device);
    ports.put(device, FrameSocket.sender(device));
    Thread thread = new Thread(() -> forward(device, listener), "switch-" + device);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  /**
   * From now on the server's DHCP messages pass through this.
   *
   * @param change of a copy of the message; null drops it
   */
  public void alter(UnaryOperator<byte[]> change) {
    alteration = change;
  }

  /** From now on the blocks of the server's files pass through this. */
  public void alterFiles(FileAlteration change) {
    fileAlteration = change;
  }

  /** All DHCP messages so far, as they came from their senders. */
  public List<HeardDhcp> heard() {
    return List.copyOf(heard);
  }

  private void forward(String device, FrameSocket listener) {
    byte[] buffer = new byte[65_536];
    try (listener) {
      while (!closed) {
        int length = listener.receive(buffer);
        // What this switch sends there is heard there as well: it is known to be from elsewhere.
        if (length >= 14
            && learnt.computeIfAbsent(MacAddress.of(buffer, 6), mac -> device).equals(device)) {
          pass(device, Arrays.copyOf(buffer, length));
        }
      }
    } catch (IOException gone) {
      if (!closed) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  private void pass(String from, byte[] frame) throws IOException {
    byte[] passed = frame;
    Optional<UdpFrame> udp = UdpFrame.of(frame, frame.length);
    if (udp.isPresent()) {
      byte[] data =
          Arrays.copyOfRange(frame, udp.get().data(), udp.get().data() + udp.get().length());
      Optional<HeardDhcp> message = HeardDhcp.of(udp.get(), data);
      message.ifPresent(heard::add);
      if (message.isPresent() && !message.get().fromClient()) {
        data = alteration.apply(data);
      } else if (message.isEmpty() && from.equals(port()) && block(data)) {
        data = fileAlteration.of(udp.get().toMac(), data);
      }
      passed = data == null ? null : rebuilt(frame, udp.get(), data);
    } else {
      Checksums.tcp(passed);
    }
    if (passed == null) {
      return;
    }
    String owner = (frame[0] & 1) != 0 ? null : learnt.get(MacAddress.of(frame, 0));
    for (Map.Entry<String, FrameSocket> port : ports.entrySet()) {
      boolean wanted = owner == null || owner.equals(port.getKey());
      if (wanted && !port.getKey().equals(from)) {
        port.getValue().send(passed);
      }
    }
  }

  private static boolean block(byte[] data) {
    return data.length > 4 && data[0] == 0 && data[1] == 3;
  }

  /** With check sums, which nobody fills in between virtual interfaces. */
  private static byte[] rebuilt(byte[] frame, UdpFrame udp, byte[] data) {
    return EthernetFrame.of(
        Arrays.copyOf(frame, 6),
        Arrays.copyOfRange(frame, 6, 12),
        udp.from(),
        udp.fromPort(),
        udp.to(),
        udp.toPort(),
        data);
  }

  private static int ip(String... words) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join()
          .exitValue();
    } catch (IOException failed) {
      throw new UncheckedIOException(String.join(" ", command), failed);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join(2_000);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    ports.values().forEach(FrameSocket::close);
    ip("link", "delete", server);
  }
}
