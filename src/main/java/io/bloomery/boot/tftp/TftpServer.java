package io.bloomery.boot.tftp;

import io.bloomery.boot.BootSettings;
import io.bloomery.boot.journal.AddressNotes;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.PortHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes read requests at the controller's address and gives each to a loop, with a port of its own
 * (RFC 1350).
 */
@Component
@ConditionalOnExpression("!'${bloomery.network.interface:}'.isBlank()")
class TftpServer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TftpServer.class);
  private static final int MOST_TRANSFERS = 1000;

  /** More than any boot loader has open; one address cannot take all there are. */
  private static final int MOST_PER_ADDRESS = 32;

  private static final int LOOPS = 2;
  private static final int LARGEST_WINDOW = 64;

  /** IP, UDP and TFTP headers. */
  private static final int HEADERS = 32;

  private final NetworkSettings settings;
  private final TftpRoot root;
  private final MadeFiles made;
  private final AddressNotes notes;
  private final Set<SocketAddress> clients = ConcurrentHashMap.newKeySet();
  private final List<TransferLoop> loops = new ArrayList<>();
  private Transfer.Limits limits;
  private DatagramChannel listener;
  private InetAddress address;
  private volatile boolean running;

  TftpServer(NetworkSettings settings, BootSettings boot, MadeFiles made, AddressNotes notes) {
    this.settings = settings;
    this.made = made;
    this.notes = notes;
    root = new TftpRoot(boot.files());
  }

  @Override
  public void start() {
    try {
      address = InetAddress.getByAddress(settings.address().bytes());
      listener = DatagramChannel.open(StandardProtocolFamily.INET);
      listener.bind(new InetSocketAddress(address, settings.tftpPort()));
      NetworkInterface device = NetworkInterface.getByInetAddress(address);
      limits =
          new Transfer.Limits(
              Math.min(65464, (device == null ? 1500 : device.getMTU()) - HEADERS), LARGEST_WINDOW);
      for (int i = 0; i < LOOPS; i++) {
        loops.add(new TransferLoop("tftp-" + i, this::ended));
      }
    } catch (IOException refused) {
      throw new UncheckedIOException(reason(refused), refused);
    }
    running = true;
    Thread thread = new Thread(this::run, "tftp");
    thread.setDaemon(true);
    thread.start();
    log.info("TFTP on {}, port {}: files of {}", settings.address(), port(), root);
  }

  private String reason(IOException refused) {
    String message = String.valueOf(refused.getMessage());
    String what = "TFTP on " + settings.address() + ", UDP port " + settings.tftpPort() + ": ";
    if (message.contains("in use")) {
      return what
          + "taken by "
          + PortHolder.of(settings.tftpPort())
          + ". Stop it, or set bloomery.network.tftp-port";
    }
    if (message.contains("assign")) {
      return what
          + "no interface has this address. Give it to one (ip address add "
          + settings.address()
          + "/"
          + settings.subnet().prefix()
          + " dev "
          + settings.device()
          + "), or correct bloomery.network.address";
    }
    return message.contains("denied")
        ? what + "not allowed. Run as root, or give the process CAP_NET_BIND_SERVICE"
        : what + message;
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  private void run() {
    ByteBuffer packet = ByteBuffer.allocate(1500);
    int count = 0;
    while (running) {
      try {
        packet.clear();
        SocketAddress client = listener.receive(packet);
        packet.flip();
        // A request sent again while its transfer runs is one; a full house stays silent, and the
        // client tries again.
        if (clients.size() < MOST_TRANSFERS && !tooMany(client) && clients.add(client)) {
          serve(packet, client, loops.get(count++ % LOOPS));
        }
      } catch (ClosedChannelException stopped) {
        return;
      } catch (IOException | RuntimeException failed) {
        log.warn("a TFTP request was not answered: {}", failed.toString());
      }
    }
  }

  private boolean tooMany(SocketAddress client) {
    InetAddress asker = ((InetSocketAddress) client).getAddress();
    return clients.stream()
            .filter(other -> ((InetSocketAddress) other).getAddress().equals(asker))
            .count()
        >= MOST_PER_ADDRESS;
  }

  private void serve(ByteBuffer packet, SocketAddress client, TransferLoop loop)
      throws IOException {
    Transfer transfer = null;
    try {
      ReadRequest request = ReadRequest.decode(packet);
      transfer = transfer(request, client);
      log.debug("{} reads {} {}", client, request.file(), request.options());
      note(client, BootStep.ASKED_FOR_FILE, request.file());
    } catch (TftpRefusal refusal) {
      log.debug("{} is refused: {}", client, refusal.getMessage());
      note(client, BootStep.NO_FILE, String.valueOf(refusal.getMessage()));
      listener.send(refusal.packet(), client);
    } finally {
      if (transfer == null) {
        clients.remove(client);
      }
    }
    if (transfer != null) {
      loop.add(transfer);
    }
  }

  private Transfer transfer(ReadRequest request, SocketAddress client)
      throws TftpRefusal, IOException {
    Content file = content(request.file(), client);
    DatagramChannel channel = null;
    try {
      channel = DatagramChannel.open(StandardProtocolFamily.INET);
      channel.bind(new InetSocketAddress(address, 0));
      // Connected, so that the kernel keeps other senders out of the transfer.
      channel.connect(client);
      channel.configureBlocking(false);
      return new Transfer(request, client, channel, file, limits);
    } catch (IOException | RuntimeException failed) {
      file.close();
      if (channel != null) {
        channel.close();
      }
      throw failed;
    }
  }

  private Content content(String name, SocketAddress client) throws TftpRefusal {
    Optional<byte[]> file = made.make(TftpRoot.relative(name), address(client));
    return file.isPresent() ? Content.of(file.get()) : Content.of(root.open(name));
  }

  private void ended(Transfer transfer) {
    clients.remove(transfer.client);
    note(
        transfer.client,
        transfer.complete() ? BootStep.HAS_FILE : BootStep.NO_FILE,
        transfer.complete() ? transfer.name : transfer.name + ", it stopped before the end");
  }

  private static String address(SocketAddress client) {
    return ((InetSocketAddress) client).getAddress().getHostAddress();
  }

  private void note(SocketAddress client, BootStep step, String detail) {
    notes.note(address(client), step, detail);
  }

  @Override
  public void stop() {
    running = false;
    try {
      listener.close();
      for (TransferLoop loop : loops) {
        loop.close();
      }
    } catch (IOException failed) {
      log.debug("TFTP stops: {}", failed.toString());
    }
    loops.clear();
    clients.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
