package io.bloomery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.network.Addresses;
import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import io.bloomery.network.device.Device;
import io.bloomery.network.device.Devices;
import io.bloomery.network.link.Interfaces;
import io.bloomery.network.link.Link;
import io.bloomery.network.link.LinkMode;
import io.bloomery.network.link.MachineInterface;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Subnet;
import io.bloomery.network.plan.Vlan;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The name server, asked by dig. */
class NameServerTest extends StartedNameServer {
  @Test
  void aMachineIsFoundByNameAndAddressUntilItIsGivenBack() throws Exception {
    String id = machine("pc-seven", "10.17.17.20");
    await("10.17.17.20", "+short", "pc-seven.bloomery.internal");
    assertThat(dig("+short", "-x", "10.17.17.20")).isEqualTo("pc-seven.bloomery.internal.");
    assertThat(dig("+short", "+tcp", "PC-Seven.Bloomery.Internal")).isEqualTo("10.17.17.20");
    long serial = serial("bloomery.internal");
    machines.rename(id, "pc-eight");
    await("10.17.17.20", "+short", "pc-eight.bloomery.internal");
    assertThat(dig("+short", "-x", "10.17.17.20")).isEqualTo("pc-eight.bloomery.internal.");
    assertThat(dig("pc-seven.bloomery.internal")).contains("status: NXDOMAIN", "SOA");
    assertThat(serial("bloomery.internal")).isGreaterThan(serial);
    machines.address(id, null);
    await("", "+short", "pc-eight.bloomery.internal");
    assertThat(dig("-x", "10.17.17.20")).contains("status: NXDOMAIN");
  }

  @Test
  void aDeviceIsFoundByNameAndAddressUntilItIsForgotten() throws Exception {
    Devices devices = context.getBean(Devices.class);
    Ipv4 address = Ipv4.of("10.17.17.30");
    MacAddress mac = MacAddress.of("02:00:00:00:de:01");
    long id = devices.add(new Device(0, "printer", mac, address)).id();
    await("10.17.17.30", "+short", "printer.bloomery.internal");
    assertThat(dig("+short", "-x", "10.17.17.30")).isEqualTo("printer.bloomery.internal.");
    devices.change(new Device(id, "copier", mac, address));
    await("10.17.17.30", "+short", "copier.bloomery.internal");
    assertThat(dig("printer.bloomery.internal")).contains("status: NXDOMAIN");
    stop();
    start();
    assertThat(dig("+short", "copier.bloomery.internal")).isEqualTo("10.17.17.30");
    context.getBean(Devices.class).remove(id);
    await("", "+short", "copier.bloomery.internal");
    assertThat(dig("-x", "10.17.17.30")).contains("status: NXDOMAIN");
  }

  @Test
  void otherInterfacesOfAMachineAreBelowItsName() throws Exception {
    Networks networks = context.getBean(Networks.class);
    Subnet boot = networks.settingsSubnet();
    long vlan =
        networks
            .add(
                new Vlan(
                    0,
                    networks.plan().vlanOf(boot).fabric(),
                    20,
                    "storage",
                    1500,
                    false,
                    null,
                    List.of()))
            .id();
    Subnet storage =
        networks.add(
            new Subnet(
                0,
                vlan,
                "storage",
                Cidr.of("10.20.0.0/24"),
                null,
                List.of(),
                List.of(),
                null,
                true,
                false,
                List.of(),
                List.of()));
    Machine machine = machines.get(machine("pc-net", null));
    Interfaces interfaces = context.getBean(Interfaces.class);
    interfaces.configure(
        machine,
        List.of(
            new MachineInterface(
                "eth0",
                machine.mac(),
                null,
                null,
                null,
                List.of(new Link(LinkMode.AUTO, boot.id(), null))),
            new MachineInterface(
                "eth0.20",
                null,
                null,
                new MachineInterface.Tag("eth0", vlan),
                null,
                List.of(new Link(LinkMode.STATIC, storage.id(), Ipv4.of("10.20.0.7"))))));
    Addresses addresses = context.getBean(Addresses.class);
    String own = addresses.reserve(machine);
    await(own, "+short", "pc-net.bloomery.internal");
    assertThat(dig("+short", "eth0-20.pc-net.bloomery.internal")).isEqualTo("10.20.0.7");
    assertThat(dig("+short", "-x", own)).isEqualTo("pc-net.bloomery.internal.");
    // The subnet was not planned yet when the server started.
    String reverse = dig("-x", "10.20.0.7");
    assertThat(reverse).contains("eth0-20.pc-net.bloomery.internal.", "flags: qr aa");
    long serial = serial("0.20.10.in-addr.arpa");
    stop();
    start();
    assertThat(dig("+short", "-x", "10.20.0.7")).isEqualTo("eth0-20.pc-net.bloomery.internal.");
    assertThat(serial("0.20.10.in-addr.arpa")).isGreaterThan(serial);
    assertThat(dig("+short", "eth0-20.pc-net.bloomery.internal")).isEqualTo("10.20.0.7");
    assertThat(dig("+short", "pc-net.bloomery.internal")).isEqualTo(own);
    context.getBean(Addresses.class).free(machines.get(machine.id()));
    await("", "+short", "pc-net.bloomery.internal");
    assertThat(dig("eth0-20.pc-net.bloomery.internal")).contains("status: NXDOMAIN");
    assertThat(dig("-x", own)).contains("status: NXDOMAIN");
  }

  @Test
  void whatIsRolledBackIsNotSeen() throws Exception {
    String id = machine("steady", "10.17.17.21");
    await("10.17.17.21", "+short", "steady.bloomery.internal");
    context
        .getBean(TransactionTemplate.class)
        .executeWithoutResult(
            status -> {
              machines.rename(id, "fleeting");
              status.setRollbackOnly();
            });
    machine("later", "10.17.17.22");
    await("10.17.17.22", "+short", "later.bloomery.internal");
    assertThat(dig("fleeting.bloomery.internal")).contains("status: NXDOMAIN");
    assertThat(dig("+short", "steady.bloomery.internal")).isEqualTo("10.17.17.21");
  }

  @Test
  void serialsGoForwardOverRestarts() throws Exception {
    machine("survivor", "10.17.17.23");
    await("10.17.17.23", "+short", "survivor.bloomery.internal");
    long before = serial("bloomery.internal");
    context.close();
    start();
    assertThat(dig("+short", "survivor.bloomery.internal")).isEqualTo("10.17.17.23");
    assertThat(serial("bloomery.internal")).isGreaterThan(before);
  }

  @Test
  void nothingIsSaidRight() throws Exception {
    machine("pc-nine", "10.17.17.24");
    await("10.17.17.24", "+short", "pc-nine.bloomery.internal");
    assertThat(dig("pc-nine.bloomery.internal", "MX"))
        .contains("status: NOERROR", "ANSWER: 0", "AUTHORITY: 1", "flags: qr aa");
    assertThat(dig("bloomery.internal", "NS")).contains("ns.bloomery.internal.");
    assertThat(dig("+short", "ns.bloomery.internal")).isEqualTo("127.0.0.1");
    assertThat(dig("example.org")).contains("status: REFUSED");
    assertThat(dig("bloomery.internal", "AXFR")).contains("Transfer failed");
    assertThat(dig("+edns=1", "+noednsneg", "bloomery.internal", "SOA")).contains("BADVERS");
    assertThat(dig("+notcp", "+opcode=NOTIFY", "bloomery.internal")).contains("status: NOTIMP");
  }

  @Test
  void ipv6IsServedToo() throws Exception {
    assertThat(run("dig", "@::1", "-p", "" + port, "bloomery.internal", "SOA"))
        .contains("status: NOERROR", "ANSWER: 1");
  }

  @Test
  void aClientHasFewConnectionsAndASilentOneEnds() throws Exception {
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.add(new Socket("127.0.0.1", port));
    }
    Thread.sleep(100);
    try (Socket more = new Socket("127.0.0.1", port)) {
      more.setSoTimeout(500);
      assertThat(more.getInputStream().read()).isEqualTo(-1);
    }
    open.get(0).setSoTimeout(3_000);
    assertThat(open.get(0).getInputStream().read()).isEqualTo(-1);
    for (Socket socket : open) {
      socket.close();
    }
    assertThat(dig("+tcp", "bloomery.internal", "SOA")).contains("status: NOERROR");
  }

  @Test
  void otherNamesAreForwardedAndKept() throws Exception {
    machine("known", "10.17.17.25");
    await("10.17.17.25", "+short", "known.bloomery.internal");
    int upstream = port;
    ConfigurableApplicationContext first = context;
    // The second one does not know the first one's domain, so it asks the first.
    try {
      start(
          "--bloomery.dns.domain=other.internal",
          "--bloomery.dns.forwarders=127.0.0.1:" + upstream);
      String answer = dig("known.bloomery.internal");
      assertThat(answer).contains("10.17.17.25", "flags: qr rd ra");
      first.close();
      assertThat(dig("+short", "known.bloomery.internal")).isEqualTo("10.17.17.25");
      assertThat(dig("unknown.bloomery.internal")).contains("status: SERVFAIL");
    } finally {
      first.close();
    }
  }

  @Test
  void whoDoesNotReadItsAnswersHoldsUpNobodyElse() throws Exception {
    machine("known", "10.17.17.25");
    for (int i = 0; i < 30; i++) {
      String text = "\"%03d%s\" ".formatted(i, "x".repeat(240)).repeat(7).strip();
      context.getBean(DnsZones.class).add("big.bloomery.internal", "TXT", 30, text);
    }
    int upstream = port;
    ConfigurableApplicationContext first = context;
    byte[] question = question("big.bloomery.internal.", Type.TXT);
    try (Socket deaf = new Socket()) {
      start(
          "--bloomery.dns.domain=other.internal",
          "--bloomery.dns.forwarders=127.0.0.1:" + upstream);
      assertThat(dig("+tcp", "big.bloomery.internal", "TXT")).contains("ANSWER: 30");
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(new InetSocketAddress("127.0.0.1", port));
      askWithoutReading(deaf, question);
      assertThat(dig("+notcp", "+tries=1", "+time=3", "known.bloomery.internal"))
          .contains("10.17.17.25");
    } finally {
      first.close();
    }
  }

  /**
   * More than fits into sockets, and not more at a time than may wait for one answer; then
   * something that the reading thread knows, so that it waits too and sees no silence.
   */
  private static void askWithoutReading(Socket deaf, byte[] question) throws Exception {
    DataOutputStream out = new DataOutputStream(deaf.getOutputStream());
    byte[] own = question("other.internal.", Type.SOA);
    try {
      for (int i = 0; i < 900; i++) {
        out.writeShort(question.length);
        out.write(question);
        if (i % 90 == 89) {
          Thread.sleep(200);
        }
      }
      out.writeShort(own.length);
      out.write(own);
      Thread.sleep(1_500);
    } catch (SocketException closed) {
      // Nor need the server keep such a client.
    }
  }

  private static byte[] question(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN)).toWire();
  }

  @Test
  void malformedPacketsDoNoHarm() throws Exception {
    Random random = new Random(17);
    byte[] good =
        "\0\1\1\0\0\1\0\0\0\0\0\0\2ns\10bloomery\10internal\0\0\1\0\1"
            .getBytes(StandardCharsets.ISO_8859_1);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 20_000; i++) {
        byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(good.length * 2));
        for (int j = random.nextInt(6); j > 0 && bad.length > 0; j--) {
          bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        }
        socket.send(new DatagramPacket(bad, bad.length, InetAddress.getLoopbackAddress(), port));
      }
    }
    assertThat(dig("+tries=5", "bloomery.internal", "SOA")).contains("status: NOERROR");
  }
}
