package io.bloomery.network.nat;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The one table of this controller, as text for nft(8). */
final class Ruleset {
  static final String TABLE = "ip bloomery_nat";

  /**
   * The chain that stands for "this host did not forward before". It keeps other networks apart, as
   * they were then; and since it lives as long as what it says, a run after a killed one reads here
   * what to put back.
   */
  static final String KEEPS_OTHERS_APART = "keep_others_apart";

  /** Makes the table if there is none, since to list one that is not there is an error. */
  static final String LOOK = "table " + TABLE + "\nlist table " + TABLE + "\n";

  static final String REMOVAL = "delete table " + TABLE + "\n";

  private Ruleset() {}

  /**
   * Replaces the table, whatever is in it now, in one transaction.
   *
   * @param forwarded whether the host forwarded packets before
   */
  static String of(Served served, boolean forwarded) {
    // Deleting a table that is not there is an error, so it is made first.
    String table =
        """
        table %1$s
        delete table %1$s
        table %1$s {
          set served_devices {
            type ifname
          }
          set served_subnets {
            type ipv4_addr
            flags interval
          }
          set passable {
            type ifname . ifname
          }
          chain masquerade_served {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr @served_subnets oifname != @served_devices oifname != "lo" masquerade
          }
          chain guard_served {
            type filter hook forward priority filter; policy accept;
            iifname . oifname @passable accept
            iifname @served_devices ip saddr != @served_subnets drop
            oifname @served_devices ct state established,related accept
            oifname @served_devices drop
          }
        """
            .formatted(TABLE);
    String apart =
        """
          chain %s {
            type filter hook forward priority filter; policy accept;
            iifname != @served_devices oifname != @served_devices drop
          }
        """
            .formatted(KEEPS_OTHERS_APART);
    return table + (forwarded ? "" : apart) + "}\n" + elements(served, forwarded);
  }

  /** Replaces what is in the sets, in one transaction. */
  static String change(Served served, boolean forwarded) {
    String empty = "flush set " + TABLE + " ";
    return empty
        + "served_devices\n"
        + empty
        + "served_subnets\n"
        + empty
        + "passable\n"
        + elements(served, forwarded);
  }

  private static String elements(Served served, boolean forwarded) {
    Map<String, Long> devices = served.devices();
    Collection<String> passable = new TreeSet<>();
    for (String from : devices.keySet()) {
      for (String to : devices.keySet()) {
        // To the same side: only a router there can have asked for that. To another one of the
        // same fabric: if the host did so before.
        if (from.equals(to) || forwarded && devices.get(from).equals(devices.get(to))) {
          passable.add(quoted(from) + " . " + quoted(to));
        }
      }
    }
    return add("served_devices", devices.keySet().stream().map(Ruleset::quoted).toList())
        + add("served_subnets", served.subnets())
        + add("passable", passable);
  }

  private static String add(String set, Collection<?> elements) {
    return "add element %s %s { %s }\n"
        .formatted(
            TABLE, set, elements.stream().map(Object::toString).collect(Collectors.joining(", ")));
  }

  private static String quoted(String device) {
    return '"' + device + '"';
  }
}
