package io.bloomery.boot.dhcp;

import io.bloomery.network.Ipv4;
import io.bloomery.network.plan.Networks;
import io.bloomery.network.plan.Plan;
import io.bloomery.network.plan.Vlan;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * DHCP on the interfaces that the plan names: of each VLAN with {@code dhcp} where the controller
 * has an address. Interfaces, their addresses and the plan may change at any time.
 */
final class PlannedPorts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PlannedPorts.class);
  private static final long LOOK_SECONDS = 2;

  /** Opens one. */
  interface Opening {
    DhcpPort open(Arrival at) throws IOException;
  }

  private final Networks networks;
  private final Opening opening;
  private final Map<String, DhcpPort> open = new ConcurrentHashMap<>();

  /** Why a device is not served, as it was logged. */
  private final Map<String, String> told = new HashMap<>();

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("dhcp-ports-"));

  PlannedPorts(Networks networks, Opening opening) {
    this.networks = networks;
    this.opening = opening;
    timer.scheduleWithFixedDelay(this::follow, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  Collection<DhcpPort> ports() {
    return open.values();
  }

  private void follow() {
    try {
      Map<String, Arrival> wanted = wanted();
      told.keySet().retainAll(wanted.keySet());
      for (DhcpPort port : open.values()) {
        String device = port.at().device();
        if (!port.at().equals(wanted.get(device))) {
          open.remove(device).close();
          log.info("DHCP on {} ends", device);
        }
      }
      for (Arrival at : wanted.values()) {
        if (!open.containsKey(at.device())) {
          begin(at);
        }
      }
    } catch (IOException | RuntimeException later) {
      log.warn("DHCP on the interfaces of the plan: {}", later.toString());
    }
  }

  private void begin(Arrival at) {
    String refusal = at.addresses().isEmpty() ? "no address in a subnet of its VLAN" : null;
    try {
      if (refusal == null) {
        open.put(at.device(), opening.open(at));
        told.remove(at.device());
        log.info("DHCP on {}, as {}", at.device(), at.addresses());
      }
    } catch (IOException refused) {
      refusal = refused.getMessage();
    }
    if (refusal != null && !refusal.equals(told.put(at.device(), refusal))) {
      log.warn("DHCP on {} waits until it can begin: {}", at.device(), refusal);
    }
  }

  private Map<String, Arrival> wanted() throws IOException {
    Plan plan = networks.plan();
    Map<String, Arrival> wanted = new HashMap<>();
    for (Vlan vlan : plan.vlans()) {
      if (vlan.dhcp() && vlan.device() != null) {
        wanted.put(vlan.device(), new Arrival(vlan.device(), addresses(plan, vlan)));
      }
    }
    return wanted;
  }

  private static List<Ipv4> addresses(Plan plan, Vlan vlan) throws IOException {
    NetworkInterface found = NetworkInterface.getByName(vlan.device());
    return found == null || !found.isUp()
        ? List.of()
        : found
            .inetAddresses()
            .filter(Inet4Address.class::isInstance)
            .map(InetAddress::getHostAddress)
            .map(Ipv4::of)
            .filter(it -> plan.subnetOf(it).filter(of -> of.vlan() == vlan.id()).isPresent())
            .sorted()
            .toList();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      timer.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    open.values().forEach(DhcpPort::close);
  }
}
