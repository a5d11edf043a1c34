package io.bloomery.boot.dhcp;

import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DHCP on one interface, with the router advertisements there: one thread reads and decides; what
 * must be durable is sent after the commit.
 */
final class DhcpPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DhcpPort.class);

  private final NetworkSettings settings;
  private final Arrival at;
  private final Leases leases;
  private final Decisions engine;
  private final BootJournal journal;
  private final OtherServers others;
  private final RouterAdvertisements advertisements;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile DhcpSocket socket;
  private volatile long warned = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

  /**
   * @throws IOException if it cannot be had, with what to do about it
   */
  DhcpPort(
      NetworkSettings settings, Arrival at, Leases leases, Decisions engine, BootJournal journal)
      throws IOException {
    this.settings = settings;
    this.at = at;
    this.leases = leases;
    this.engine = engine;
    this.journal = journal;
    socket = new DhcpSocket(at.device(), settings.dhcpPort());
    others = new OtherServers(settings, at);
    advertisements = settings.routerAdvertisements() ? new RouterAdvertisements(at.device()) : null;
    thread = new Thread(this::run, "dhcp-" + at.device());
    thread.setDaemon(true);
    thread.start();
  }

  Arrival at() {
    return at;
  }

  int port() {
    return socket.port();
  }

  OtherServers others() {
    return others;
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (advertisements != null) {
      advertisements.close();
    }
    others.close();
    socket.close();
  }

  private void run() {
    byte[] packet = new byte[1500];
    while (running) {
      try {
        int length = socket.receive(packet);
        if (length > 0) {
          serve(packet, length);
        } else if (socket.orphaned()) {
          reopen("the interface is gone");
        }
      } catch (IOException lost) {
        reopen(lost.getMessage());
      }
    }
  }

  private void serve(byte[] packet, int length) {
    try {
      PxeRequest request = PxeRequest.decode(packet, length);
      boolean asks =
          request.type() == MessageType.DISCOVER || request.type() == MessageType.REQUEST;
      if (asks) {
        String question = request.type() + " of " + request.client();
        journal.note(request.mac(), BootStep.ASKED_FOR_ADDRESS, question);
      }
      Optional<Answer> answer = others.permit() ? engine.answer(request, at) : Optional.empty();
      answer.ifPresent(this::send);
      if (asks && answer.isEmpty()) {
        noteSilence(request);
      }
    } catch (MalformedPacket malformed) {
      log.debug("dropped: {}", malformed.getMessage());
    } catch (RuntimeException failed) {
      log.error("a DHCP request was not answered", failed);
    }
  }

  private void noteSilence(PxeRequest request) {
    if (!others.permit()) {
      journal.note(request.mac(), BootStep.NO_ADDRESS, others.refusal());
    } else if (engine instanceof ProxyEngine proxy) {
      noteMissing(request.mac(), proxy.missing(request));
    } else {
      journal.note(request.mac(), BootStep.NO_ADDRESS, request.type() + " was not answered");
    }
  }

  /** What really went out; a lease that could not be stored is not acknowledged. */
  private void noteSent(DhcpReply reply) {
    if (settings.dhcp() == DhcpMode.PROXY) {
      journal.note(reply.mac(), BootStep.TOLD_FILE, reply.bootFile());
    } else if (reply.type() == MessageType.NAK) {
      journal.note(reply.mac(), BootStep.NO_ADDRESS, "the one it asked for is not its own");
    } else if (!reply.yours().isNone()) {
      journal.note(
          reply.mac(),
          reply.type() == MessageType.OFFER ? BootStep.OFFERED : BootStep.HAS_ADDRESS,
          reply.yours() + ", " + reply.bootFile());
      noteMissing(reply.mac(), reply.missing());
    }
  }

  private void noteMissing(MacAddress mac, String why) {
    if (!why.isEmpty()) {
      journal.note(mac, BootStep.NOT_SERVED, why);
    }
  }

  private void send(Answer answer) {
    if (answer.lease() == null) {
      transmit(answer);
    } else {
      leases.lend(answer.lease(), () -> transmit(answer));
    }
  }

  private void transmit(Answer answer) {
    DhcpSocket open = socket;
    byte[] data = answer.reply().encode();
    // Off port 67, as in tests, clients are one port above the server, as everywhere.
    int client = open.port() + 1;
    try {
      switch (answer.way()) {
        case RELAY -> open.send(data, answer.to(), open.port());
        case NIC ->
            open.send(data, at.addresses().get(0), answer.reply().mac(), answer.to(), client);
        default -> open.send(data, answer.to(), client);
      }
      noteSent(answer.reply());
    } catch (IOException lost) {
      notSent(answer.reply().mac(), lost);
    }
  }

  /** At most one a second: a client can name an address that nothing can be sent to. */
  private void notSent(MacAddress mac, IOException lost) {
    long now = System.nanoTime();
    if (now - warned > TimeUnit.SECONDS.toNanos(1)) {
      warned = now;
      log.warn("a DHCP reply to {} was not sent: {}", mac, lost.getMessage());
    }
  }

  /**
   * A bridge made anew is another device, though of the same name: the socket must be made anew
   * too.
   */
  private void reopen(String reason) {
    log.warn("DHCP on {} waits until it can go on: {}", at.device(), reason);
    socket.close();
    while (running) {
      try {
        TimeUnit.SECONDS.sleep(1);
        socket = new DhcpSocket(at.device(), settings.dhcpPort());
        log.info("DHCP on {} goes on", at.device());
        return;
      } catch (IOException stillGone) {
        log.debug("{}", stillGone.getMessage());
      } catch (InterruptedException stopped) {
        running = false;
      }
    }
  }
}
