package io.bloomery.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A controller that serves DHCP and DNS for so many machines, on H2 or on a MariaDB of its own. */
final class NetworkUnderTest implements AutoCloseable {
  /** Their addresses change: each has two, of which it has one. */
  private static final int DEVICES = 50;

  private static final String DOMAIN = ".bloomery.internal";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final int machines;
  private final Path data;
  private final MariaDb mariaDb;
  private final Ports ports = Ports.free();
  private final LeaseClient dhcp = new LeaseClient(ports.dhcp());
  private final SimpleResolver dns = new SimpleResolver("127.0.0.1");
  private final List<Long> devices = new ArrayList<>();
  private Controller controller;
  private Rest rest;
  private int changes;

  NetworkUnderTest(Path data, String database, int machines)
      throws IOException, InterruptedException, SQLException {
    this.machines = machines;
    this.data = data;
    mariaDb =
        database.equals("mariadb")
            ? MariaDb.start(data.resolve("mariadb"), ports.database())
            : null;
    dns.setPort(ports.tftp());
    dns.setTimeout(Duration.ofMillis(500));
    controller = start();
    rest = controller.rest();
    plan();
    controller.close();
    if (mariaDb == null) {
      String url = "jdbc:h2:file:" + data.toAbsolutePath() + "/database/bloomery";
      ManyMachines.put(url, "bloomery", "", machines);
    } else {
      ManyMachines.put(mariaDb.url(), "bloomery", mariaDb.password(), machines);
    }
    controller = start();
    rest = controller.rest();
  }

  private Controller start() throws IOException, InterruptedException {
    List<String> more = new ArrayList<>();
    more.add("--bloomery.dns.port=" + ports.tftp());
    more.add("--bloomery.dns.forward=false");
    if (mariaDb != null) {
      more.addAll(mariaDb.settings());
    }
    // The simulated machines' TFTP is not needed, so the name server can have its port.
    return Controller.start(data, ports.withTftpAt(0), Controller.JVM, Controller.LOOPBACK, more);
  }

  /** Four subnets beside the settings', and devices in the settings'. */
  private void plan() throws IOException, InterruptedException {
    long fabric = rest.get("/api/v1/fabrics").get(0).get("id").asLong();
    for (int i = 1; i < ManyMachines.SUBNETS; i++) {
      Map<String, Object> vlan =
          Map.of("fabric", fabric, "vid", 10 + i, "name", "vlan " + i, "dhcp", true);
      JsonNode made = rest.post("/api/v1/vlans", vlan);
      String subnet = ManyMachines.subnet(i);
      rest.post(
          "/api/v1/subnets",
          Map.of(
              "vlan",
              made.get("id").asLong(),
              "name",
              "subnet " + i,
              "cidr",
              subnet + "0.0/16",
              "ranges",
              List.of(
                  Map.of("kind", "DYNAMIC", "addresses", subnet + "128.1-" + subnet + "255.254"))));
    }
    for (int i = 0; i < DEVICES; i++) {
      devices.add(rest.post("/api/v1/devices", device(i, 0)).get("id").asLong());
    }
  }

  private static Map<String, Object> device(int number, int turn) {
    return Map.of("name", "device-" + number, "mac", mac(number), "address", address(number, turn));
  }

  private static String mac(int device) {
    return "02:02:00:00:00:%02x".formatted(device);
  }

  private static String address(int device, int turn) {
    return ManyMachines.subnet(0) + (100 + turn) + "." + (1 + device);
  }

  /**
   * A start.
   *
   * @param seconds from the start of the process until DHCP offers the last machine its address and
   *     DNS knows its name
   * @param cpu seconds of the controller until REST answers too
   */
  record Start(double seconds, double cpu) {}

  /** Starts it again. */
  Start restart() throws IOException, InterruptedException {
    controller.close();
    long begun = System.nanoTime();
    ServedProbe probe = new ServedProbe();
    Thread looking = new Thread(probe, "probe");
    looking.start();
    controller = start();
    long cpu = ProcessCpu.millis(controller.pid());
    looking.join(PATIENCE.toMillis());
    if (probe.served == 0) {
      throw new IOException("the last machine is not served, see " + data);
    }
    rest = controller.rest().withToken();
    return new Start((probe.served - begun) / 1e9, cpu / 1e3);
  }

  private final class ServedProbe implements Runnable {
    private volatile long served;

    @Override
    public void run() {
      int last = machines - 1;
      String subnet = ManyMachines.subnet(last % ManyMachines.SUBNETS) + "0.0";
      String wanted = ManyMachines.address(last);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (served == 0 && System.nanoTime() < end) {
        try {
          if (wanted.equals(dhcp.offer(ManyMachines.mac(last), subnet, 50))
              && wanted.equals(resolve(ManyMachines.name(last)))) {
            served = System.nanoTime();
          }
          Thread.sleep(10);
        } catch (IOException notYet) {
          // Nobody listens there.
        } catch (InterruptedException stopped) {
          return;
        }
      }
    }
  }

  /** The address under a name, or null. */
  private String resolve(String name) throws IOException {
    Lookup lookup = new Lookup(name + DOMAIN, Type.A);
    lookup.setResolver(dns);
    lookup.setCache(null);
    org.xbill.DNS.Record[] found = lookup.run();
    return found == null ? null : ((ARecord) found[0]).getAddress().getHostAddress();
  }

  /**
   * Gives devices other addresses, lets each lease its own, and waits for each until its name has
   * it too.
   *
   * @return milliseconds of CPU time for one, the database server's among them
   */
  double change(int count) throws IOException, InterruptedException {
    long before = cpu();
    for (int i = 0; i < count; i++, changes++) {
      int device = changes % DEVICES;
      int turn = (changes / DEVICES + 1) % 2;
      rest.put("/api/v1/devices/" + devices.get(device), device(device, turn));
      String wanted = address(device, turn);
      String lent = dhcp.lease(mac(device), ManyMachines.subnet(0) + "0.0");
      if (!lent.equals(wanted)) {
        throw new IOException(mac(device) + " got " + lent + " (expected: " + wanted + ")");
      }
      for (int tries = 0; !wanted.equals(resolve("device-" + device)); tries++) {
        if (tries == 500) {
          throw new IOException("device-" + device + " has not " + wanted + " in DNS");
        }
        Thread.sleep(5);
      }
    }
    return (double) (cpu() - before) / count;
  }

  /**
   * Lets new NICs lease dynamic addresses, by turns in all subnets.
   *
   * @return milliseconds of CPU time for one
   */
  double lease(int count) throws IOException {
    long before = cpu();
    for (int i = 0; i < count; i++, changes++) {
      String mac =
          "02:03:00:%02x:%02x:%02x".formatted(changes >> 16, changes >> 8 & 255, changes & 255);
      dhcp.lease(mac, ManyMachines.subnet(changes % ManyMachines.SUBNETS) + "0.0");
    }
    return (double) (cpu() - before) / count;
  }

  private long cpu() throws IOException {
    long database = mariaDb == null ? 0 : ProcessCpu.millis(mariaDb.pid());
    return ProcessCpu.millis(controller.pid()) + database;
  }

  @Override
  public void close() {
    controller.close();
    dhcp.close();
    if (mariaDb != null) {
      mariaDb.close();
    }
  }
}
