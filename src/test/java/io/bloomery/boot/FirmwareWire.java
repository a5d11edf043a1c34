package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.Bloomery;
import io.bloomery.boot.journal.BootJournal;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import io.bloomery.started.OnlyTheProduct;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A controller, a switch that makes its answers wrong, and machines, each at a cable of its own.
 */
final class FirmwareWire implements AutoCloseable {
  static final Path BOOT_FILES = Path.of("target/boot");
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  final TestSwitch wire;
  final ConfigurableApplicationContext controller;
  private final String name;
  private final String network;
  private final Ipv4 address;
  private final Path directory;
  private final List<Plugged> plugged = new ArrayList<>();
  private final Map<MacAddress, Plugged> byMac = new ConcurrentHashMap<>();

  /** A machine. */
  final class Plugged {
    final FirmwareMachine.Kind kind;
    final MacAddress mac;
    final NetworkCable cable;
    final Path files;
    final String tap;
    private final Deque<Alteration> next;
    private final Alteration last;
    private int answers;
    private NetworkCable.Running running;

    private Plugged(
        FirmwareMachine.Kind kind, int number, List<Alteration> answers, Alteration last)
        throws Exception {
      this.kind = kind;
      next = new ArrayDeque<>(answers);
      this.last = last;
      mac = MacAddress.of("52:54:00:17:18:%02x".formatted(number));
      cable = NetworkCable.plug(name + number, null, null);
      files = Files.createDirectory(directory.resolve(name + number));
      tap = cable.switchPort();
      wire.connect(cable);
    }

    void start() throws Exception {
      running = FirmwareMachine.start(cable, tap, kind, mac, files);
    }

    private synchronized byte[] altered(byte[] answer) {
      answers++;
      return (next.isEmpty() ? last : next.poll()).apply(answer);
    }

    /** How many answers it was given. */
    synchronized int answers() {
      return answers;
    }

    List<String> steps() {
      return controller.getBean(BootJournal.class).of(List.of(mac)).stream()
          .map(note -> note.step() + " " + note.detail())
          .toList();
    }

    List<HeardDhcp> heard() {
      return wire.heard().stream().filter(it -> it.client().equals(mac)).toList();
    }

    /** Waits for a step that begins so. */
    void await(String step) throws Exception {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (steps().stream().noneMatch(it -> it.startsWith(step))) {
        assertThat(running.isAlive()).as(running.output()).isTrue();
        assertThat(System.nanoTime())
            .as(() -> kind + ": " + steps() + "\n" + FirmwareMachine.console(files))
            .isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }

    /** Nobody need wait longer for it. */
    void end() throws IOException {
      running.close();
      running = null;
    }
  }

  private FirmwareWire(
      String name, String network, Path directory, TestSwitch wire, String... more) {
    this.name = name;
    this.network = network;
    address = Ipv4.of(network + ".1");
    this.directory = directory;
    this.wire = wire;
    wire.alter(message -> altered(message));
    controller =
        new SpringApplicationBuilder(Bloomery.class)
            .initializers(new OnlyTheProduct())
            .run(Stream.concat(Stream.of(usual()), Stream.of(more)).toArray(String[]::new));
  }

  private String[] usual() {
    return new String[] {
      "--server.port=0",
      "--spring.datasource.url=jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=0",
      "--bloomery.data=" + directory.resolve("data"),
      "--bloomery.boot.http-address=" + network + ".1",
      "--bloomery.boot.http-port=18081",
      "--bloomery.boot.files=" + BOOT_FILES,
      "--bloomery.network.interface=" + wire.server(),
      "--bloomery.network.subnet=" + network + ".0/24",
      "--bloomery.network.address=" + network + ".1",
      "--bloomery.network.dynamic-range=%1$s.100-%1$s.199".formatted(network),
      "--bloomery.network.static-range=%1$s.10-%1$s.99".formatted(network)
    };
  }

  /**
   * Skips the test where namespaces are not allowed or there are no boot files.
   *
   * @param name at most 6 letters, the test's own
   * @param network its first three numbers
   */
  static FirmwareWire plug(String name, String network, Path directory, String... more)
      throws Exception {
    NetworkCable.plug(name, null, null).close();
    assumeTrue(
        Files.exists(BOOT_FILES.resolve("shimx64.efi")), "./bloomery ramdisk has not been run");
    TestSwitch wire = TestSwitch.plug(name, network + ".1/24");
    try {
      return new FirmwareWire(name, network, directory, wire, more);
    } catch (RuntimeException failed) {
      wire.close();
      throw failed;
    }
  }

  /**
   * A new machine, switched off.
   *
   * @param answers what is done to the first answers that it gets, one each
   * @param last what is done to all others
   */
  Plugged plugIn(FirmwareMachine.Kind kind, List<Alteration> answers, Alteration last)
      throws Exception {
    Plugged made = new Plugged(kind, plugged.size() + 1, answers, last);
    plugged.add(made);
    byMac.put(made.mac, made);
    return made;
  }

  private byte[] altered(byte[] message) {
    Plugged machine = byMac.get(MacAddress.of(message, 28));
    int server = HeardDhcp.option(message, 54);
    // Another server's answers are its own affair.
    boolean ours = server > 0 && new Ipv4(ByteBuffer.wrap(message).getInt(server)).equals(address);
    return machine != null && ours ? machine.altered(message) : message;
  }

  @Override
  public void close() throws IOException {
    for (Plugged one : plugged) {
      if (one.running != null) {
        one.end();
      }
    }
    controller.close();
    wire.close();
    plugged.forEach(one -> one.cable.close());
  }
}
