package io.bloomery.network.link;

import io.bloomery.network.Ipv4;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What can be said of a bond, under netplan's names, which cloud-init's network-config v2 took
 * over. Which mode knows which is the kernel's rule (Documentation/networking/bonding.rst): it
 * refuses what the mode does not know.
 */
enum BondParameter {
  MODE(
      Values.of(
          "balance-rr",
          "active-backup",
          "balance-xor",
          "broadcast",
          "802.3ad",
          "balance-tlb",
          "balance-alb")),
  LACP_RATE(Values.of("slow", "fast"), "802.3ad"),
  MII_MONITOR_INTERVAL(Values.MILLISECONDS),
  MIN_LINKS(Values.from(0, 16), "802.3ad"),
  TRANSMIT_HASH_POLICY(
      Values.of("layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"),
      "balance-xor",
      "802.3ad",
      "balance-tlb"),
  AD_SELECT(Values.of("stable", "bandwidth", "count"), "802.3ad"),
  ALL_SLAVES_ACTIVE(Values.of("true", "false")),
  ARP_INTERVAL(Values.MILLISECONDS, "balance-rr", "active-backup", "balance-xor", "broadcast"),
  ARP_IP_TARGETS(Values.ADDRESSES, "balance-rr", "active-backup", "balance-xor", "broadcast"),
  ARP_VALIDATE(Values.of("none", "active", "backup", "all"), "active-backup"),
  ARP_ALL_TARGETS(Values.of("any", "all"), "active-backup"),
  UP_DELAY(Values.MILLISECONDS),
  DOWN_DELAY(Values.MILLISECONDS),
  FAIL_OVER_MAC_POLICY(Values.of("none", "active", "follow"), "active-backup"),
  GRATUITOUS_ARP(Values.from(1, 255), "active-backup"),
  PACKETS_PER_SLAVE(Values.from(0, 65_535), "balance-rr"),
  PRIMARY_RESELECT_POLICY(
      Values.of("always", "better", "failure"), "active-backup", "balance-tlb", "balance-alb"),
  RESEND_IGMP(Values.from(0, 255), "balance-rr", "active-backup", "balance-tlb", "balance-alb"),
  LEARN_PACKET_INTERVAL(Values.from(1, Integer.MAX_VALUE), "balance-tlb", "balance-alb"),
  /** Whether it is a member, the bond itself knows. */
  PRIMARY(new Values(it -> true, "a member"), "active-backup", "balance-tlb", "balance-alb");

  private record Values(Predicate<String> holds, String expected) {
    static final Values MILLISECONDS = from(1, 1_000_000);
    static final Values ADDRESSES =
        new Values(Values::areAddresses, "1 to 16 IPv4 addresses, commas between them");

    static Values of(String... words) {
      return new Values(List.of(words)::contains, "one of " + List.of(words));
    }

    static Values from(int least, int most) {
      return new Values(
          it ->
              it.matches("0|[1-9]\\d{0,9}")
                  && Long.parseLong(it) >= least
                  && Long.parseLong(it) <= most,
          "a number from " + least + " to " + most);
    }

    private static boolean areAddresses(String text) {
      String[] all = text.split(",", -1);
      try {
        Arrays.stream(all).forEach(Ipv4::of);
      } catch (IllegalArgumentException none) {
        return false;
      }
      return all.length <= 16;
    }
  }

  private final Values values;

  /** Empty: all. */
  private final Set<String> modes;

  BondParameter(Values values, String... modes) {
    this.values = values;
    this.modes = Set.of(modes);
  }

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The same, in a fixed order.
   *
   * @throws IllegalArgumentException for a parameter or value no bond has, or not of this mode
   */
  static Map<String, String> checked(String bond, Map<String, String> given) {
    String mode = given.get(MODE.key());
    MODE.check(bond, mode, mode);
    given.forEach((key, value) -> of(bond, key).check(bond, mode, value));
    boolean asks = given.containsKey(ARP_INTERVAL.key());
    if (asks && given.containsKey(MII_MONITOR_INTERVAL.key())) {
      throw ARP_INTERVAL.refused(
          bond, given.get(ARP_INTERVAL.key()), "none beside the MII monitor");
    }
    if (asks != given.containsKey(ARP_IP_TARGETS.key())) {
      throw ARP_IP_TARGETS.refused(
          bond,
          given.get(ARP_IP_TARGETS.key()),
          "targets if, and only if, there is an arp-interval");
    }
    return Collections.unmodifiableMap(new TreeMap<>(given));
  }

  private static BondParameter of(String bond, String key) {
    return Arrays.stream(values())
        .filter(it -> it.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "parameter of %s: %s (expected: one of %s)"
                        .formatted(
                            bond,
                            key,
                            Arrays.stream(values())
                                .map(BondParameter::key)
                                .collect(Collectors.joining(", ")))));
  }

  private void check(String bond, String mode, String value) {
    if (value == null || !values.holds().test(value)) {
      throw refused(bond, value, values.expected());
    }
    if (!modes.isEmpty() && !modes.contains(mode)) {
      throw refused(bond, value, "none in mode " + mode + "; only " + modes + " has it");
    }
  }

  private IllegalArgumentException refused(String bond, String value, String expected) {
    return new IllegalArgumentException(
        "%s of %s: %s (expected: %s)".formatted(key(), bond, value, expected));
  }
}
