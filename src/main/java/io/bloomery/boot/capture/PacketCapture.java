package io.bloomery.boot.capture;

import io.bloomery.boot.link.FrameSocket;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Records what a machine says over UDP, DHCP and TFTP above all, at the boot interface. */
@Component
public class PacketCapture {
  /** Each has a thread and a raw socket. */
  private static final int AT_ONCE = 4;

  private static final long LONGEST_FILE = 256L << 20;

  private final NetworkSettings network;
  private final Leases leases;
  private final Semaphore free = new Semaphore(AT_ONCE);

  PacketCapture(NetworkSettings network, Leases leases) {
    this.network = network;
    this.leases = leases;
  }

  /** A capture that has begun, and hears from now on. */
  public final class Running implements AutoCloseable {
    private final FrameSocket socket;
    private final MachineFilter filter;
    private final Duration time;

    private Running(FrameSocket socket, MachineFilter filter, Duration time) {
      this.socket = socket;
      this.filter = filter;
      this.time = time;
    }

    /**
     * Writes until the time is over, the file is 256 MiB long, or it cannot be written: that nobody
     * reads it any more shows at the next packet.
     */
    public void writeTo(OutputStream out) throws IOException {
      long end = System.nanoTime() + time.toNanos();
      PcapFile file = new PcapFile(out);
      byte[] frame = new byte[65_536];
      while (System.nanoTime() < end && file.written() < LONGEST_FILE) {
        int length = socket.receive(frame);
        if (length > 0 && filter.takes(frame, length)) {
          file.add(Instant.now(), frame, length);
        }
      }
    }

    @Override
    public void close() {
      socket.close();
      free.release();
    }
  }

  /**
   * Begins to hear.
   *
   * @param nics one machine's
   * @throws IllegalStateException if there is no boot interface, no right to it, or as many run
   *     already as may
   */
  public Running begin(Collection<MacAddress> nics, Duration time) {
    if (!network.enabled()) {
      throw new IllegalStateException(
          "bloomery.network.interface: not set (expected: the interface machines boot from)");
    }
    if (!free.tryAcquire()) {
      throw new IllegalStateException(
          AT_ONCE + " captures run already (expected: fewer; wait for one to end)");
    }
    try {
      MachineFilter filter =
          new MachineFilter(Set.copyOf(nics), this::addresses, network.dhcpPort());
      return new Running(FrameSocket.listener(network.device()), filter, time);
    } catch (IOException refused) {
      free.release();
      throw new IllegalStateException(
          refused.getMessage() + " (expected: root, or CAP_NET_RAW)", refused);
    }
  }

  private Collection<Ipv4> addresses(MacAddress nic) {
    return leases.byMac(nic).map(lease -> List.of(lease.address())).orElse(List.of());
  }
}
