package io.bloomery.network.nat;

import io.bloomery.network.Cidr;

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
   * @param device of the boot network; must be checked, since it becomes part of the text
   * @param forwarded whether the host forwarded packets before
   */
  static String of(String device, Cidr subnet, boolean forwarded) {
    // Deleting a table that is not there is an error, so it is made first.
    String table =
        """
        table %1$s
        delete table %1$s
        table %1$s {
          chain masquerade_boot_network {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr %3$s oifname != { "%2$s", "lo" } masquerade
          }
          chain guard_boot_network {
            type filter hook forward priority filter; policy accept;
            iifname "%2$s" oifname != "%2$s" ip saddr != %3$s drop
            iifname != "%2$s" oifname "%2$s" ct state established,related accept
            iifname != "%2$s" oifname "%2$s" drop
          }
        """
            .formatted(TABLE, device, subnet);
    String apart =
        """
          chain %s {
            type filter hook forward priority filter; policy accept;
            iifname != "%2$s" oifname != "%2$s" drop
          }
        """
            .formatted(KEEPS_OTHERS_APART, device);
    return table + (forwarded ? "" : apart) + "}\n";
  }
}
