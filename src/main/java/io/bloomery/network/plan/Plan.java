package io.bloomery.network.plan;

import io.bloomery.network.Ipv4;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * All networks at one moment. It cannot be made of parts that contradict each other, so a change
 * that would do so is refused by making the plan of it.
 */
public final class Plan {
  private final long version;
  private final Map<Long, Fabric> fabrics;
  private final Map<Long, Vlan> vlans;
  private final Map<Long, Subnet> subnets;
  private final NavigableMap<Ipv4, Subnet> byNetwork = new TreeMap<>();
  private final Map<Long, List<Subnet>> byVlan;
  private final Map<String, Vlan> byDevice = new HashMap<>();
  private final Map<Ipv4, Vlan> byRelay = new HashMap<>();

  Plan(long version, List<Fabric> fabrics, List<Vlan> vlans, List<Subnet> subnets) {
    this.version = version;
    this.fabrics = byId(fabrics, Fabric::id);
    this.vlans = byId(vlans, Vlan::id);
    this.subnets = byId(subnets, Subnet::id);
    onceEach(fabrics, Fabric::name, "name of fabric");
    onceEach(vlans, vlan -> "fabric " + vlan.fabric() + " vid " + vlan.vid(), "VLAN");
    onceEach(vlans.stream().filter(vlan -> vlan.device() != null).toList(), Vlan::device, "device");
    for (Vlan vlan : vlans) {
      if (vlan.device() != null) {
        byDevice.put(vlan.device(), vlan);
      }
      for (Ipv4 relay : vlan.relays()) {
        Vlan other = byRelay.put(relay, vlan);
        if (other != null && other != vlan) {
          throw new IllegalArgumentException(
              "relay: %s (expected: none of VLAN %s)".formatted(relay, other.name()));
        }
      }
    }
    byVlan = subnets.stream().collect(Collectors.groupingBy(Subnet::vlan));
    for (Subnet subnet : subnets) {
      Map.Entry<Ipv4, Subnet> before = byNetwork.floorEntry(subnet.cidr().broadcast());
      if (before != null && before.getValue().cidr().overlaps(subnet.cidr())) {
        throw new IllegalArgumentException(
            "cidr: %s (expected: none of the addresses of subnet %s)"
                .formatted(subnet.cidr(), before.getValue().cidr()));
      }
      byNetwork.put(subnet.cidr().network(), subnet);
    }
  }

  private static <T> Map<Long, T> byId(List<T> all, ToLongFunction<T> id) {
    Map<Long, T> found = new LinkedHashMap<>();
    all.forEach(one -> found.put(id.applyAsLong(one), one));
    return Collections.unmodifiableMap(found);
  }

  private static <T> void onceEach(List<T> all, Function<T, String> key, String what) {
    Map<String, T> seen = new LinkedHashMap<>();
    for (T one : all) {
      if (seen.putIfAbsent(key.apply(one), one) != null) {
        throw new IllegalArgumentException(
            what + ": " + key.apply(one) + " (expected: one that is not taken)");
      }
    }
  }

  /** Grows with every change. */
  public long version() {
    return version;
  }

  public Collection<Fabric> fabrics() {
    return fabrics.values();
  }

  public Collection<Vlan> vlans() {
    return vlans.values();
  }

  public Collection<Subnet> subnets() {
    return subnets.values();
  }

  public Optional<Fabric> fabric(long id) {
    return Optional.ofNullable(fabrics.get(id));
  }

  public Optional<Vlan> vlan(long id) {
    return Optional.ofNullable(vlans.get(id));
  }

  public Optional<Subnet> subnet(long id) {
    return Optional.ofNullable(subnets.get(id));
  }

  /** The subnet this address is in; there is one at most. */
  public Optional<Subnet> subnetOf(Ipv4 address) {
    return Optional.ofNullable(byNetwork.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(subnet -> subnet.cidr().contains(address));
  }

  public Vlan vlanOf(Subnet subnet) {
    return vlans.get(subnet.vlan());
  }

  /** The subnets of a VLAN, the oldest first. */
  public List<Subnet> subnetsOf(long vlan) {
    return byVlan.getOrDefault(vlan, List.of());
  }

  /** The VLAN that this interface of the controller is in. */
  public Optional<Vlan> vlanAt(String device) {
    return Optional.ofNullable(byDevice.get(device));
  }

  /** The VLAN that names this relay as its own. */
  public Optional<Vlan> vlanBehind(Ipv4 relay) {
    return Optional.ofNullable(byRelay.get(relay));
  }
}
