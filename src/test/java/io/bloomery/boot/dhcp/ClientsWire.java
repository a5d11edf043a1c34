package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.BootNetwork;
import io.bloomery.boot.HeardDhcp;
import io.bloomery.boot.NetworkCable;
import io.bloomery.boot.TestSwitch;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Leases;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.context.ConfigurableApplicationContext;

/** A server, a switch, and clients that come and go, each in a network namespace of its own. */
final class ClientsWire implements AutoCloseable {
  static final Ipv4 SERVER = Ipv4.of("10.231.31.1");

  /** The first address that is given away. */
  static final Ipv4 FIRST = Ipv4.of("10.231.31.100");

  final TestSwitch wire;
  private final ConfigurableApplicationContext server;
  private final Path directory;
  private final List<Plugged> plugged = new ArrayList<>();

  /** A namespace on the switch. */
  final class Plugged {
    final NetworkCable cable;
    final MacAddress mac;
    final Path files;
    private NetworkCable.Running running;
    private RealClient client;

    private Plugged(NetworkCable cable) throws Exception {
      this.cable = cable;
      mac = new MacAddress(cable.farMac());
      files = Files.createDirectory(directory.resolve(cable.farEnd()));
    }

    void start(RealClient started) throws IOException {
      client = started;
      running = started.start(cable, files);
    }

    /** Lets the address go, and ends. */
    void end() throws Exception {
      client.release(cable, files);
      running.close();
      running = null;
    }

    String output() {
      try {
        return running == null ? "" : running.output();
      } catch (IOException gone) {
        return gone.toString();
      }
    }

    /** The address on its interface. */
    Optional<Ipv4> address() throws Exception {
      String said =
          cable.thereDone("ip", "-4", "-o", "address", "show", "dev", cable.farEnd()).output();
      int at = said.indexOf("inet ");
      return at < 0
          ? Optional.empty()
          : Optional.of(Ipv4.of(said.substring(at + 5, said.indexOf('/', at))));
    }

    /** What it said or was told. */
    List<HeardDhcp> heard() {
      return wire.heard().stream().filter(message -> message.client().equals(mac)).toList();
    }

    Optional<HeardDhcp> said(int type, Predicate<HeardDhcp> which) {
      return heard().stream()
          .filter(message -> message.fromClient() && message.type() == type)
          .filter(which)
          .findFirst();
    }

    Ipv4 awaitAddress() throws Exception {
      return await("an address", Duration.ofSeconds(40), this::address);
    }

    HeardDhcp awaitSaid(int type, Duration patience, Predicate<HeardDhcp> which) throws Exception {
      return await("message " + type, patience, () -> said(type, which));
    }

    <T> T await(String what, Duration patience, Asked<Optional<T>> asked) throws Exception {
      long end = System.nanoTime() + patience.toNanos();
      Supplier<String> story = () -> "no " + what + " of " + client + ": " + heard() + output();
      while (true) {
        Optional<T> now = asked.ask();
        if (now.isPresent()) {
          return now.get();
        }
        assertThat(System.nanoTime()).as(story).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  interface Asked<T> {
    T ask() throws Exception;
  }

  private ClientsWire(TestSwitch wire, Path directory) {
    this.wire = wire;
    this.directory = directory;
    server =
        BootNetwork.start(
            "bloomery.network.interface=" + wire.server(),
            "bloomery.network.subnet=10.231.31.0/24",
            "bloomery.network.address=" + SERVER,
            "bloomery.network.dynamic-range=10.231.31.100-10.231.31.250",
            "bloomery.network.static-range=10.231.31.10-10.231.31.99",
            "bloomery.network.lease-time=PT1M",
            "bloomery.network.tftp-port=0");
  }

  /** Skips the test where namespaces are not allowed. */
  static ClientsWire plug(Path directory) throws Exception {
    NetworkCable.plug("try", null, null).close();
    TestSwitch wire = TestSwitch.plug("life", SERVER + "/24");
    try {
      return new ClientsWire(wire, directory);
    } catch (RuntimeException failed) {
      wire.close();
      throw failed;
    }
  }

  /**
   * A new namespace.
   *
   * @param name at most 8 letters
   * @param address of its end, with a prefix, or null
   */
  Plugged plugIn(String name, String address) throws Exception {
    NetworkCable cable = NetworkCable.plug(name, null, address);
    wire.connect(cable);
    Plugged made = new Plugged(cable);
    plugged.add(made);
    return made;
  }

  /** What a NIC would be offered. */
  Optional<Ipv4> offer(MacAddress nic, Ipv4 requested) {
    Subnet subnet = server.getBean(Networks.class).settingsSubnet();
    return leases().offer(nic, List.of(subnet), requested);
  }

  Leases leases() {
    return server.getBean(Leases.class);
  }

  @Override
  public void close() throws IOException {
    for (Plugged one : plugged) {
      if (one.running != null) {
        one.running.close();
      }
    }
    server.close();
    wire.close();
    plugged.forEach(one -> one.cable.close());
  }
}
