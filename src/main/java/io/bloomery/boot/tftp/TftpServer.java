package io.bloomery.boot.tftp;

import com.sun.jna.LastErrorException;
import io.bloomery.boot.BootSettings;
import io.bloomery.boot.journal.AddressNotes;
import io.bloomery.boot.link.Libc;
import io.bloomery.boot.link.UdpAddress;
import io.bloomery.boot.link.UdpSocket;
import io.bloomery.network.NetworkSettings;
import io.bloomery.network.PortHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Serves boot files at the controller's address, and at the interface's IPv6 addresses. */
@Component
@ConditionalOnExpression("!'${bloomery.network.interface:}'.isBlank()")
class TftpServer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(TftpServer.class);
  private static final int LARGEST_WINDOW = 64;

  /** IP, UDP and TFTP headers. */
  private static final int HEADERS = 32;

  private static final int IPV6_HEADERS = 52;

  private final NetworkSettings settings;
  private final Requests.Files files;
  private final AddressNotes notes;
  private final OpenTransfers open = new OpenTransfers();
  private final List<TftpListener> listeners = new ArrayList<>();
  private volatile boolean running;

  TftpServer(NetworkSettings settings, BootSettings boot, MadeFiles made, AddressNotes notes) {
    this.settings = settings;
    this.notes = notes;
    files = new Requests.Files(new TftpRoot(boot.files()), made);
  }

  @Override
  public void start() {
    InetAddress address;
    int mtu;
    try {
      address = InetAddress.getByAddress(settings.address().bytes());
      NetworkInterface device = NetworkInterface.getByInetAddress(address);
      mtu = device == null ? 1500 : device.getMTU();
    } catch (IOException unknown) {
      throw new UncheckedIOException(unknown);
    }
    try {
      listeners.add(
          listener(
              "tftp",
              port -> UdpSocket.at(UdpAddress.of(address, port)),
              settings.tftpPort(),
              mtu - HEADERS));
    } catch (LastErrorException refused) {
      throw new UncheckedIOException(reason(refused), new IOException(refused));
    }
    startIpv6(mtu - IPV6_HEADERS);
    running = true;
    log.info("TFTP on {}, port {}: files of {}", settings.address(), port(), files.root());
  }

  /** At the same port; where IPv6 is switched off there are no clients for it. */
  private void startIpv6(int largestBlock) {
    try {
      listeners.add(
          listener(
              "tftp6",
              port -> UdpSocket.atEveryIpv6(settings.device(), port),
              port(),
              largestBlock));
    } catch (LastErrorException refused) {
      log.info("no TFTP over IPv6 on {}: {}", settings.device(), refused.getMessage());
    }
  }

  private TftpListener listener(
      String name, TftpListener.Sockets sockets, int port, int largestBlock) {
    return new TftpListener(
        name,
        sockets,
        port,
        files,
        open,
        new Transfer.Limits(Math.min(65464, largestBlock), LARGEST_WINDOW),
        notes);
  }

  private String reason(LastErrorException refused) {
    String what = "TFTP on " + settings.address() + ", UDP port " + settings.tftpPort() + ": ";
    return switch (refused.getErrorCode()) {
      case Libc.EADDRINUSE ->
          what
              + "taken by "
              + PortHolder.of(settings.tftpPort())
              + ". Stop it, or set bloomery.network.tftp-port";
      case Libc.EADDRNOTAVAIL ->
          what
              + "no interface has this address. Give it to one (ip address add "
              + settings.address()
              + "/"
              + settings.subnet().prefix()
              + " dev "
              + settings.device()
              + "), or correct bloomery.network.address";
      case Libc.EACCES, Libc.EPERM ->
          what + "not allowed. Run as root, or give the process CAP_NET_BIND_SERVICE";
      default -> what + refused.getMessage();
    };
  }

  int port() {
    return listeners.get(0).port();
  }

  @Override
  public void stop() {
    running = false;
    listeners.forEach(TftpListener::close);
    listeners.clear();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
