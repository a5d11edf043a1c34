package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import io.bloomery.network.Cidr;
import io.bloomery.network.DhcpMode;
import io.bloomery.network.Ipv4;
import io.bloomery.network.Lease;
import io.bloomery.network.Resolvers;
import io.bloomery.network.TestNetwork;
import io.bloomery.network.TestResolver;
import io.bloomery.network.option.CustomOption;
import io.bloomery.network.option.OptionHolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One conversation per file of {@code src/test/resources/dhcp}: what is known before, what clients
 * send, and what they are answered. With {@code -Dgoldens=write} the answers are written anew; read
 * them before they are committed.
 */
class DhcpGoldenTest {
  private static final Path GOLDENS = Path.of("src/test/resources/dhcp");

  private static TestNetwork base;

  @BeforeAll
  static void open() {
    base = new TestNetwork(Map.of());
  }

  @AfterAll
  static void close() {
    base.close();
  }

  static Stream<Path> cases() throws IOException {
    return Files.list(GOLDENS).filter(file -> file.toString().endsWith(".txt")).sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsWritten(Path file) throws Exception {
    String expected = Files.readString(file);
    String found = play(expected.lines().toList());
    if ("write".equals(System.getProperty("goldens"))) {
      Files.writeString(file, found);
    }
    assertThat(found).isEqualTo(expected);
  }

  /** The text again, with the answers that are really given. */
  private static String play(List<String> lines) throws Exception {
    Map<String, String> settings = new HashMap<>();
    lines.stream()
        .filter(line -> line.startsWith("setting "))
        .map(line -> line.substring(8).split("=", 2))
        .forEach(pair -> settings.put(pair[0], pair[1]));
    StringBuilder text = new StringBuilder();
    try (TestNetwork network = new TestNetwork(settings, base)) {
      Decisions engine =
          network.settings.dhcp() == DhcpMode.PROXY
              ? new ProxyEngine(network.settings, DhcpGoldenTest::fileFor)
              : new DhcpEngine(
                  network.settings,
                  network.networks,
                  network.leases,
                  DhcpGoldenTest::fileFor,
                  new SubnetOptions(resolvers(lines), network.options, ownLog(lines)));
      Arrival at = new Arrival(network.settings.device(), List.of(network.settings.address()));
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        String[] words = line.split("\\s+");
        if (words[0].equals("answer")) {
          while (i + 1 < lines.size() && lines.get(i + 1).startsWith("  ")) {
            i++;
          }
          continue;
        }
        text.append(line).append('\n');
        if (words[0].equals("vlan") || words[0].equals("subnet")) {
          PlanText.add(network.networks, line);
        } else if (words[0].equals("option")) {
          option(network, line);
        } else if (words[0].equals("at")) {
          at = new Arrival(words[1], List.of(Ipv4.of(words[2])));
        } else if (words[0].equals("machine")) {
          network.machine(words[1], words[2]);
        } else if (words[0].equals("lease")) {
          lend(
              network,
              new Lease(new MacAddress(words[1]), Ipv4.of(words[2]), until(words[3]), null, null));
        } else if (words[0].equals("request")) {
          List<String> request = new ArrayList<>();
          while (i + 1 < lines.size() && lines.get(i + 1).startsWith("  ")) {
            request.add(lines.get(++i));
            text.append(lines.get(i)).append('\n');
          }
          text.append(answer(network, engine, at, DhcpText.packet(request)));
        }
      }
    }
    return text.toString();
  }

  private static Resolvers resolvers(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("resolver "))
        .map(line -> line.split(" "))
        .map(words -> TestResolver.at(Ipv4.of(words[1]), words[2]))
        .findFirst()
        .orElseGet(TestResolver::none);
  }

  /** {@code own-log 10.17.17.1}: the controller takes logs there. */
  private static Ipv4 ownLog(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("own-log "))
        .map(line -> Ipv4.of(line.substring(8)))
        .findFirst()
        .orElse(null);
  }

  /** {@code option subnet 10.17.17.0/24 force ntp-servers 10.1.1.1}, or {@code option mac …}. */
  private static void option(TestNetwork network, String line) {
    String[] word = line.split("\\s+", 6);
    OptionHolder holder =
        switch (word[1]) {
          case "subnet" ->
              OptionHolder.subnet(
                  network.networks.plan().subnetOf(Cidr.of(word[2]).network()).orElseThrow().id());
          case "machine" -> OptionHolder.machine(word[2]);
          default -> OptionHolder.mac(MacAddress.of(word[2]));
        };
    boolean force = word[3].equals("force");
    network.options.put(holder, CustomOption.of(word[4], null, word[5], force));
  }

  private static Instant until(String duration) {
    return Instant.now().plus(Duration.parse(duration));
  }

  private static String answer(TestNetwork network, Decisions engine, Arrival at, byte[] packet)
      throws Exception {
    Optional<Answer> answer;
    try {
      answer = engine.answer(PxeRequest.decode(packet, packet.length), at);
    } catch (MalformedPacket malformed) {
      return "answer none, " + malformed.getMessage() + "\n";
    }
    if (answer.isEmpty()) {
      return "answer none\n";
    }
    String lease = "";
    if (answer.get().lease() != null) {
      lend(network, answer.get().lease());
      lease = ", after the lease of " + answer.get().lease().address() + " is stored";
    }
    return "answer to "
        + answer.get().way()
        + " "
        + answer.get().to()
        + lease
        + "\n"
        + DhcpText.of(answer.get().reply().encode());
  }

  private static void lend(TestNetwork network, Lease lease) throws InterruptedException {
    CountDownLatch stored = new CountDownLatch(1);
    network.leases.lend(lease, stored::countDown);
    assertThat(stored.await(5, TimeUnit.SECONDS)).isTrue();
  }

  private static BootFile fileFor(PxeRequest request) {
    if (request.ipxe()) {
      return new BootFile("http://10.17.17.1:8081/boot/ipxe?mac=" + request.mac());
    }
    return switch (request.architecture()) {
      case 0 -> new BootFile("undionly.kpxe");
      case 7 -> new BootFile("snponly.efi");
      case 16 -> new BootFile("http://10.17.17.1:8081/boot/file/ipxe.efi");
      default -> BootFile.none("no boot loader for it");
    };
  }
}
