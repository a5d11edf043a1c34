package io.bloomery.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Tells other name servers that a zone has a new serial (RFC 1996), until they say they heard. */
final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);

  /** RFC 1996 section 3.6: five times, with growing distance. */
  private static final int TRIES = 5;

  /** Milliseconds in which the changes of a zone are one. */
  private static final int GATHER = 200;

  private static final int FIRST_PATIENCE = 1_000;

  private final List<Secondary> secondaries = new ArrayList<>();
  private final Set<Zone> changed = ConcurrentHashMap.newKeySet();

  /**
   * What nobody has confirmed yet, by message id; a zone's newer one takes the older one's place.
   */
  private final Map<Integer, Notice> open = new ConcurrentHashMap<>();

  private final AtomicInteger ids = new AtomicInteger();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "dns-notify"));

  private record Secondary(Peer server, DatagramChannel channel) {}

  private record Notice(Secondary to, Zone zone) {
    Peer server() {
      return to.server();
    }
  }

  /**
   * @param own where this name server is asked; a secondary believes nobody else (RFC 1996 section
   *     3.10), whichever interface the way to it leads through
   */
  Notifier(List<Peer> servers, List<InetAddress> own) {
    try {
      for (Peer server : servers) {
        secondaries.add(new Secondary(server, open(server.address(), own)));
      }
    } catch (IOException noPort) {
      close();
      throw new UncheckedIOException(noPort.getMessage(), noPort);
    }
    secondaries.forEach(it -> daemon(() -> listen(it.channel()), "dns-notified").start());
  }

  private static DatagramChannel open(InetAddress server, List<InetAddress> own)
      throws IOException {
    InetSocketAddress from =
        own.stream()
            .filter(it -> it.getClass() == server.getClass())
            .filter(it -> it.isLoopbackAddress() == server.isLoopbackAddress())
            .findFirst()
            .map(it -> new InetSocketAddress(it, 0))
            .orElse(null);
    DatagramChannel channel = DatagramChannel.open();
    try {
      return channel.bind(from);
    } catch (IOException refused) {
      channel.close();
      throw new IOException(
          "bloomery.dns.listen: %s: %s (expected: an address of this host, to tell %s from)"
              .formatted(from, refused.getMessage(), server.getHostAddress()),
          refused);
    }
  }

  void changed(Collection<Zone> zones) {
    for (Zone zone : zones) {
      if (!secondaries.isEmpty() && changed.add(zone)) {
        timer.schedule(() -> begin(zone), GATHER, TimeUnit.MILLISECONDS);
      }
    }
  }

  private void begin(Zone zone) {
    changed.remove(zone);
    open.values().removeIf(it -> it.zone() == zone);
    for (Secondary secondary : secondaries) {
      int id = ids.incrementAndGet() & 0xffff;
      open.put(id, new Notice(secondary, zone));
      send(id, 1);
    }
  }

  private void send(int id, int attempt) {
    Notice notice = open.get(id);
    if (notice == null) {
      return;
    }
    if (attempt > TRIES) {
      open.remove(id);
      log.warn("{} did not confirm that it heard of zone {}", notice.server(), notice.zone());
      return;
    }
    try {
      notice.to().channel().send(packet(id, notice.zone()), notice.server().socketAddress());
    } catch (IOException lost) {
      log.debug("{} was not told: {}", notice.server(), lost.getMessage());
    }
    timer.schedule(
        () -> send(id, attempt + 1), (long) FIRST_PATIENCE << attempt - 1, TimeUnit.MILLISECONDS);
  }

  private static ByteBuffer packet(int id, Zone zone) {
    ByteBuffer out = ByteBuffer.allocate(Query.HEADER + zone.apex().length() + 4);
    out.putShort((short) id).putShort((short) (Opcode.NOTIFY << 11 | Query.AUTHORITATIVE));
    out.putShort((short) 1).putShort((short) 0).putInt(0);
    out.put(zone.apex().octets()).putShort((short) Type.SOA).putShort((short) DClass.IN);
    return out.flip();
  }

  private void listen(DatagramChannel channel) {
    ByteBuffer packet = ByteBuffer.allocate(512);
    while (channel.isOpen()) {
      try {
        packet.clear();
        SocketAddress from = channel.receive(packet);
        heard(packet.flip(), from);
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException lost) {
        log.debug("{}", lost.getMessage());
      }
    }
  }

  private void heard(ByteBuffer packet, SocketAddress from) {
    if (packet.limit() < Query.HEADER) {
      return;
    }
    int id = packet.getShort(0) & 0xffff;
    int flags = packet.getShort(2) & 0xffff;
    Notice notice = open.get(id);
    if (notice == null
        || !notice.server().socketAddress().equals(from)
        || (flags & Query.RESPONSE) == 0
        || (flags >> 11 & 15) != Opcode.NOTIFY) {
      return;
    }
    open.remove(id);
    if ((flags & 15) != Rcode.NOERROR) {
      log.warn(
          "{} heard of zone {} and answers {}",
          notice.server(),
          notice.zone(),
          Rcode.string(flags & 15));
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (Secondary secondary : secondaries) {
      try {
        secondary.channel().close();
      } catch (IOException closedAnyhow) {
        log.debug("{}", closedAnyhow.getMessage());
      }
    }
  }
}
