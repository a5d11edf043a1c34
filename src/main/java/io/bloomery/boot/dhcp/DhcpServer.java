package io.bloomery.boot.dhcp;

import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.Leases;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.plan.Networks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Serves DHCP on the boot interface: one thread reads and decides; what must be durable is sent
 * after the commit.
 */
@Component
@ConditionalOnExpression("!'${bloomery.network.interface:}'.isBlank()")
class DhcpServer implements SmartLifecycle, DhcpState.Source {
  private static final Logger log = LoggerFactory.getLogger(DhcpServer.class);

  private final NetworkSettings settings;
  private final Leases leases;
  private final Decisions engine;
  private final BootJournal journal;
  private ProxyPort proxyPort;
  private volatile OtherServers others;
  private volatile boolean running;
  private volatile DhcpSocket socket;
  private Thread thread;

  DhcpServer(
      NetworkSettings settings,
      Networks networks,
      Leases leases,
      BootFiles files,
      BootJournal journal) {
    this.journal = journal;
    this.settings = settings;
    this.leases = leases;
    engine =
        settings.dhcp() == DhcpMode.PROXY
            ? new ProxyEngine(settings, files)
            : new DhcpEngine(settings, networks, leases, files);
  }

  @Override
  public void start() {
    try {
      if (engine instanceof ProxyEngine proxy) {
        InetAddress address = InetAddress.getByAddress(settings.address().bytes());
        proxyPort = new ProxyPort(address, proxy, this::noteSent);
      }
      socket = new DhcpSocket(settings.device(), settings.dhcpPort());
    } catch (IOException refused) {
      closeProxyPort();
      throw new UncheckedIOException(refused.getMessage(), refused);
    }
    if (proxyPort == null) {
      log.info(
          "DHCP on {}, port {}: {} of subnet {}, boot server {}",
          settings.device(),
          port(),
          settings.dynamicRange(),
          settings.subnet(),
          settings.address());
    } else {
      log.info(
          "DHCP on {}, ports {} and {}: boot server {}, addresses come from another server",
          settings.device(),
          port(),
          ProxyEngine.PORT,
          settings.address());
    }
    others = new OtherServers(settings);
    running = true;
    thread = new Thread(this::run, "dhcp");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    try {
      thread.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    others.close();
    socket.close();
    closeProxyPort();
  }

  private void closeProxyPort() {
    if (proxyPort != null) {
      proxyPort.close();
      proxyPort = null;
    }
  }

  /** Now, and not when the next time comes. */
  void lookForOthers() {
    others.look();
  }

  @Override
  public DhcpState state() {
    return others.state();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  int port() {
    return socket.port();
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
      Optional<Answer> answer = others.permit() ? engine.answer(request) : Optional.empty();
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
    } else if (settings.dhcp() == DhcpMode.SERVER) {
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
        case NIC -> open.send(data, settings.address(), answer.reply().mac(), answer.to(), client);
        default -> open.send(data, answer.to(), client);
      }
      noteSent(answer.reply());
    } catch (IOException lost) {
      log.warn("a DHCP reply to {} was not sent: {}", answer.reply().mac(), lost.getMessage());
    }
  }

  /**
   * A bridge made anew is another device, though of the same name: the socket must be made anew
   * too.
   */
  private void reopen(String reason) {
    log.warn("DHCP on {} waits until it can go on: {}", settings.device(), reason);
    socket.close();
    while (running) {
      try {
        TimeUnit.SECONDS.sleep(1);
        socket = new DhcpSocket(settings.device(), settings.dhcpPort());
        log.info("DHCP on {} goes on", settings.device());
        return;
      } catch (IOException stillGone) {
        log.debug("{}", stillGone.getMessage());
      } catch (InterruptedException stopped) {
        running = false;
      }
    }
  }
}
