package io.bloomery.simulation;

import io.bloomery.simulation.Delays.Work;
import io.bloomery.simulation.DhcpWords.Asker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The system on the disk: takes its address, answers at the SSH port, and reports its first boot as
 * cloud-init does.
 */
final class InstalledSystem {
  private static final Duration NEXT_TRY = Duration.ofSeconds(5);
  private static final int TRIES = 60;
  private static final byte[] BANNER =
      "SSH-2.0-OpenSSH_9.2p1 Simulated\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Boot boot;
  private final SimulatedMachine machine;
  private final Seed seed;

  InstalledSystem(Boot boot) {
    this.boot = boot;
    this.machine = boot.machine();
    this.seed = machine.disk().seed();
  }

  void start() {
    machine.enter("booting from disk");
    boot.pause(Work.FIRST_BOOT).thenCompose(x -> address()).thenAccept(this::run);
  }

  /** The address the seed sets; without one, DHCP's. */
  private CompletableFuture<InetAddress> address() {
    InetAddress fixed = seed == null ? null : seed.address();
    return fixed != null
        ? CompletableFuture.completedFuture(fixed)
        : boot.dhcp(Asker.SYSTEM)
            .handle(
                (lease, failure) ->
                    failure == null ? lease.address() : InetAddress.getLoopbackAddress());
  }

  private void run(InetAddress address) {
    machine.enter("running");
    if (!machine.struck(Fault.SSH_CLOSED)) {
      openDoor(address);
    }
    String url = seed == null ? null : seed.reportTo();
    if (url != null && !machine.disk().reported() && !machine.struck(Fault.FIRST_BOOT_SILENT)) {
      report(boot.line(address), URI.create(url), TRIES);
    }
  }

  private void report(HttpLine line, URI url, int tries) {
    String form =
        "instance_id="
            + encoded(seed.instance())
            + "&hostname="
            + encoded(seed.hostName())
            + "&fqdn="
            + encoded(seed.hostName())
            + "&pub_key_ed25519="
            + encoded("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 root@" + seed.hostName());
    boot.alive(
            line.ask(
                "POST", url, Map.of("Content-Type", "application/x-www-form-urlencoded"), form))
        .whenComplete(
            (answer, failure) -> {
              if (failure == null && answer.status() < 500) {
                machine.disk().rememberReport();
                machine.enter(
                    answer.good()
                        ? "first boot reported"
                        : "first boot report refused: " + answer.status());
              } else if (tries > 1) {
                boot.pause(NEXT_TRY).thenRun(() -> report(line, url, tries - 1));
              }
            });
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private void openDoor(InetAddress address) {
    try {
      ServerSocketChannel door = boot.keep(ServerSocketChannel.open());
      door.bind(new InetSocketAddress(address, boot.hall().settings().sshPort()));
      boot.hall().loop().register(door, SelectionKey.OP_ACCEPT, key -> greet(door.accept()));
    } catch (IOException e) {
      machine.enter("cannot answer SSH at " + address.getHostAddress() + ": " + e.getMessage());
    }
  }

  /** Says what it is and hangs up when the caller does. */
  private void greet(SocketChannel caller) throws IOException {
    if (caller != null) {
      boot.hall().loop().register(caller, SelectionKey.OP_READ, key -> listen(caller));
      boot.pause(Work.SSH).thenRun(() -> sayHello(caller));
    }
  }

  private static void sayHello(SocketChannel caller) {
    try {
      caller.write(ByteBuffer.wrap(BANNER));
    } catch (IOException e) {
      Loop.closeQuietly(caller);
    }
  }

  private void listen(SocketChannel caller) throws IOException {
    if (caller.read(boot.hall().loop().buffer()) < 0) {
      caller.close();
    }
  }
}
