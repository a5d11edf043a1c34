package io.bloomery.network.link;

import io.bloomery.machine.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A network card, a bond of some, or a VLAN on one of both: exactly one of {@code mac}, {@code
 * bond} and {@code tag} is there.
 *
 * @param name what the deployed system calls it
 * @param mac by which a network card is found, whatever a system calls it
 * @param mtu bytes a frame can carry, or null: what its networks need
 */
public record MachineInterface(
    String name, MacAddress mac, Bond bond, Tag tag, Integer mtu, List<Link> links) {
  /**
   * IFNAMSIZ is 16 with its ending NUL. Letters, digits, dots and hyphens are what every renderer
   * of cloud-init takes, and what can be made a DNS label. YAML reads some words as other things.
   */
  private static final Pattern NAME =
      Pattern.compile(
          "(?!(lo|y|n|yes|no|on|off|true|false|null)$)[a-z]([a-z0-9.-]{0,13}[a-z0-9])?");

  private static final int MOST_LINKS = 16;
  private static final int MOST_MEMBERS = 16;

  /** What it is. */
  public enum Kind {
    PHYSICAL,
    BOND,
    VLAN
  }

  /**
   * Network cards taken together.
   *
   * @param members their names
   * @param parameters by netplan's names; {@code mode} is always there
   */
  public record Bond(List<String> members, Map<String, String> parameters) {}

  /**
   * Frames with a tag (IEEE 802.1Q).
   *
   * @param parent name of the interface they go over
   * @param vlan id of the plan's VLAN
   */
  public record Tag(String parent, long vlan) {}

  public MachineInterface {
    check(
        name != null && NAME.matcher(name).matches(),
        "name of interface",
        name,
        "1 to 15 lower-case letters, digits, dots and hyphens, a letter first; not lo, on, off,"
            + " yes, no");
    int kinds = (mac == null ? 0 : 1) + (bond == null ? 0 : 1) + (tag == null ? 0 : 1);
    check(kinds == 1, name, kinds + " of mac, bond and vlan", "exactly one of them");
    links = List.copyOf(links);
    check(links.size() <= MOST_LINKS, "links of " + name, links.size(), "at most " + MOST_LINKS);
    check(
        links.size() < 2 || links.stream().noneMatch(it -> it.mode() == LinkMode.NONE),
        "links of " + name,
        links.size(),
        "no other beside one with mode NONE");
    check(
        links.stream().filter(it -> it.mode() == LinkMode.DHCP).count() < 2,
        "links of " + name,
        "two with mode DHCP",
        "one at most");
    // RFC 791: no link carries less than 68 bytes; 576 is what DHCP needs (RFC 2131 section 2).
    check(mtu == null || mtu >= 576 && mtu <= 65535, "mtu of " + name, mtu, "576 to 65535");
    if (bond != null) {
      int members = bond.members().size();
      check(
          members >= 1 && members <= MOST_MEMBERS,
          "members of " + name,
          members,
          "1 to " + MOST_MEMBERS);
      bond = new Bond(List.copyOf(bond.members()), BondParameter.checked(name, bond.parameters()));
      String primary = bond.parameters().get(BondParameter.PRIMARY.key());
      check(
          primary == null || bond.members().contains(primary),
          "primary of " + name,
          primary,
          "one of its members " + bond.members());
    }
  }

  public Kind kind() {
    return mac != null ? Kind.PHYSICAL : bond != null ? Kind.BOND : Kind.VLAN;
  }

  MachineInterface with(List<Link> now) {
    return new MachineInterface(name, mac, bond, tag, mtu, now);
  }

  static void check(boolean holds, String what, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s (expected: %s)".formatted(what, value, expected));
    }
  }
}
