package io.bloomery.boot.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.boot.BootNetwork;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Leases;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Clients of the distribution in a network namespace, at the other end of a cable that ends in this
 * one. Skipped unless root runs it.
 */
class RealClientsTest {
  private static final String CLIENTS = "blm-clients";
  private static final String SERVER_END = "blm-cable0";
  private static final String CLIENT_END = "blm-cable1";
  private static ConfigurableApplicationContext server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
    assumeTrue(installed("ip"), "iproute2 is not installed");
    cut();
    assumeTrue(
        run("ip", "netns", "add", CLIENTS).code == 0, "network namespaces are not allowed here");
    ip("link add " + SERVER_END + " type veth peer name " + CLIENT_END + " netns " + CLIENTS);
    ip("address add 10.231.17.1/24 dev " + SERVER_END);
    ip("link set " + SERVER_END + " up");
    ip("-n " + CLIENTS + " link set " + CLIENT_END + " up");
    server =
        BootNetwork.start(
            "bloomery.network.interface=" + SERVER_END,
            "bloomery.network.subnet=10.231.17.0/24",
            "bloomery.network.address=10.231.17.1",
            "bloomery.network.dynamic-range=10.231.17.100-10.231.17.250",
            "bloomery.network.static-range=10.231.17.10-10.231.17.99",
            "bloomery.network.tftp-port=0");
  }

  @AfterAll
  static void cut() throws Exception {
    if (server != null) {
      server.close();
      server = null;
    }
    run("ip", "link", "delete", SERVER_END);
    run("ip", "netns", "delete", CLIENTS);
  }

  /**
   * busybox's client asks for unicast replies, which only frames made by hand can be before it has
   * an address.
   */
  @Test
  void udhcpc() throws Exception {
    assumeTrue(installed("udhcpc"), "udhcpc is not installed");
    Finished client =
        client(
            "udhcpc", "-i", CLIENT_END, "-n", "-q", "-f", "-t", "5", "-T", "1", "-s", "/bin/true");
    assertThat(client.code).as(client.output).isZero();
    Matcher lease =
        Pattern.compile("lease of (10\\.231\\.17\\.[0-9]+) obtained").matcher(client.output);
    assertThat(lease.find()).as(client.output).isTrue();
    Leases leases = server.getBean(Leases.class);
    assertThat(leases.byAddress(lease.group(1))).isPresent();
    MacAddress mac = leases.byAddress(lease.group(1)).orElseThrow().mac();
    assertThat(client("cat", "/sys/class/net/" + CLIENT_END + "/address").output)
        .contains(mac.value());
  }

  @Test
  void udhcpcAsUefiFirmware() throws Exception {
    assumeTrue(installed("udhcpc"), "udhcpc is not installed");
    Path script = Files.createTempFile("udhcpc", ".sh");
    try {
      Files.writeString(script, "#!/bin/sh\necho \"$1 file=$boot_file next=$siaddr\"\n");
      assertThat(script.toFile().setExecutable(true)).isTrue();
      Finished client =
          client(
              "udhcpc",
              "-i",
              CLIENT_END,
              "-n",
              "-q",
              "-f",
              "-t",
              "5",
              "-T",
              "1",
              "-O",
              "bootfile",
              "-V",
              "PXEClient:Arch:00007:UNDI:003016",
              "-x",
              "0x5d:0007",
              "-s",
              script.toString());
      assertThat(client.output).contains("bound file=snponly.efi next=10.231.17.1");
    } finally {
      Files.delete(script);
    }
  }

  @Test
  void perfdhcp() throws Exception {
    assumeTrue(installed("perfdhcp"), "perfdhcp (package kea-admin) is not installed");
    ip("-n " + CLIENTS + " address replace 10.231.17.2/24 dev " + CLIENT_END);
    try {
      Finished load =
          client(
              "perfdhcp",
              "-4",
              "-l",
              CLIENT_END,
              "-r",
              "50",
              "-R",
              "100",
              "-p",
              "3",
              "-W",
              "1000000",
              "10.231.17.1");
      assertThat(load.output).contains("non unique addresses: 0").contains("rejected leases: 0");
      Matcher drops = Pattern.compile("drops: ([0-9]+)").matcher(load.output);
      int exchanges = 0;
      while (drops.find()) {
        exchanges++;
        // The machine may be busy with other tests; the benchmark is the place for speed.
        assertThat(Integer.parseInt(drops.group(1))).as(load.output).isLessThan(15);
      }
      assertThat(exchanges).isEqualTo(2);
    } finally {
      ip("-n " + CLIENTS + " address flush dev " + CLIENT_END);
    }
  }

  @Test
  void solicitedRouterAdvertisement() throws Exception {
    assumeTrue(installed("tcpdump"), "tcpdump is not installed");
    Finished heard =
        client(
            "timeout", "10", "tcpdump", "-c", "1", "-vni", CLIENT_END, "icmp6 and ip6[40] == 134");
    assertThat(heard.output).contains("router lifetime 0s");
  }

  private record Finished(int code, String output) {}

  private static Finished client(String... command) throws Exception {
    String[] inside = new String[command.length + 4];
    System.arraycopy(new String[] {"ip", "netns", "exec", CLIENTS}, 0, inside, 0, 4);
    System.arraycopy(command, 0, inside, 4, command.length);
    return run(inside);
  }

  private static void ip(String arguments) throws Exception {
    String[] words = ("ip " + arguments).split(" ");
    Finished finished = run(words);
    assertThat(finished.code).as(arguments + ": " + finished.output).isZero();
  }

  private static Finished run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(List.of(command).toString()).isTrue();
    return new Finished(process.exitValue(), new String(output, StandardCharsets.UTF_8));
  }

  private static boolean installed(String program) {
    return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
        .anyMatch(it -> Files.isExecutable(Path.of(it, program)));
  }
}
