package io.bloomery.boot.dhcp;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import io.bloomery.boot.link.Libc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells iPXE on one interface that there is no IPv6 router. Without an answer to its solicitations
 * it waits 13 to 16 seconds for one, before it so much as asks for an IPv4 address. The
 * advertisement (RFC 4861 section 4.2) has lifetime 0, no prefix and no flags, so it changes
 * nothing for anybody else.
 */
final class RouterAdvertisements implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RouterAdvertisements.class);
  private static final int ICMPV6 = 58;
  private static final int IPV6 = 41;
  private static final int SOLICITATION = 133;
  private static final int ADVERTISEMENT = 134;

  /** RFC 4861's least time between two that nobody asked for. */
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(3);

  private static final byte[] ALL_NODES = {
    (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1
  };
  private static final byte[] ALL_ROUTERS = {
    (byte) 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2
  };

  private final String device;
  private final Thread thread;
  private volatile boolean running = true;
  private int index;

  RouterAdvertisements(String device) {
    this.device = device;
    thread = new Thread(this::run, "router-advertisements-" + device);
    thread.setDaemon(true);
    if (!device.equals("lo")) {
      warnIfSwitchedOff();
      thread.start();
    }
  }

  /** libvirt switches IPv6 off on the bridges it makes. */
  private void warnIfSwitchedOff() {
    Path off = Path.of("/proc/sys/net/ipv6/conf", device, "disable_ipv6");
    try {
      if (!Files.exists(off) || Files.readString(off).trim().equals("1")) {
        log.warn(
            "IPv6 is switched off on {}, so every boot through iPXE waits 13 to 16 s for a router;"
                + " to switch it on: sysctl -w net.ipv6.conf.{}.disable_ipv6=0",
            device,
            device);
      }
    } catch (IOException unreadable) {
      log.debug("{}: {}", off, unreadable.getMessage());
    }
  }

  private void run() {
    String trouble = "";
    while (running) {
      String found = "";
      try {
        advertise();
      } catch (LastErrorException failed) {
        found = failed.getMessage();
      }
      // It is tried again and again, since IPv6 can be switched on later, but said once.
      if (!found.isEmpty() && !found.equals(trouble)) {
        log.info("no IPv6 router advertisements on {} for now: {}", device, found);
      }
      trouble = found;
      pause();
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException stopped) {
      running = false;
    }
  }

  /** Serves until the interface fails. */
  private void advertise() {
    int socket = open();
    try (Memory buffer = new Memory(256)) {
      long last = System.nanoTime() - PERIOD;
      while (running) {
        if (System.nanoTime() - last >= PERIOD || solicited(socket, buffer)) {
          send(socket);
          last = System.nanoTime();
        }
      }
    } finally {
      Libc.close(socket);
    }
  }

  private int open() {
    index = Libc.if_nametoindex(device);
    int socket = Libc.socket(Libc.AF_INET6, Libc.SOCK_RAW, ICMPV6);
    try {
      Libc.device(socket, device);
      Libc.receiveTimeout(socket, 300);
      // A hop limit below 255 would say that it came from another link (RFC 4861 section 6.1.2).
      Libc.option(socket, IPV6, 18, 255);
      listenForSolicitations(socket);
      return socket;
    } catch (LastErrorException failed) {
      Libc.close(socket);
      throw failed;
    }
  }

  private void listenForSolicitations(int socket) {
    try (Memory group = new Memory(20);
        Memory filter = new Memory(32)) {
      group.write(0, ALL_ROUTERS, 0, 16);
      group.setInt(16, index);
      Libc.setsockopt(socket, IPV6, 20, group, 20);
      // ICMP6_FILTER: a bit that is set keeps a type out.
      filter.setMemory(0, 32, (byte) 0xff);
      filter.setInt(SOLICITATION / 32 * 4, ~(1 << SOLICITATION % 32));
      Libc.setsockopt(socket, ICMPV6, 1, filter, 32);
    }
  }

  private static boolean solicited(int socket, Memory buffer) {
    try {
      return Libc.recvfrom(socket, buffer, buffer.size(), 0, null, null) >= 8
          && (buffer.getByte(0) & 255) == SOLICITATION;
    } catch (LastErrorException failed) {
      if (failed.getErrorCode() == Libc.EAGAIN || failed.getErrorCode() == Libc.EINTR) {
        return false;
      }
      throw failed;
    }
  }

  private void send(int socket) {
    byte[] advertisement = new byte[16];
    advertisement[0] = (byte) ADVERTISEMENT;
    ByteBuffer address = ByteBuffer.allocate(28).order(ByteOrder.nativeOrder());
    address.putShort((short) Libc.AF_INET6).position(8).put(ALL_NODES).putInt(index);
    Libc.sendto(socket, advertisement, advertisement.length, 0, address.array(), 28);
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
