package io.bloomery.network.option;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of DHCP options, as ISC's and Kea's servers have them, with their formats. */
final class OptionNames {
  /** Number, name, format. The numbers are those of RFC 2132 unless another RFC is named. */
  private static final Object[][] KNOWN = {
    {2, "time-offset", OptionFormat.INT32},
    {3, "routers", OptionFormat.ADDRESSES},
    {4, "time-servers", OptionFormat.ADDRESSES},
    {5, "name-servers", OptionFormat.ADDRESSES},
    {6, "domain-name-servers", OptionFormat.ADDRESSES},
    {7, "log-servers", OptionFormat.ADDRESSES},
    {9, "lpr-servers", OptionFormat.ADDRESSES},
    {12, "host-name", OptionFormat.TEXT},
    {15, "domain-name", OptionFormat.TEXT},
    {17, "root-path", OptionFormat.TEXT},
    {19, "ip-forwarding", OptionFormat.BOOLEAN},
    {23, "default-ip-ttl", OptionFormat.UINT8},
    {26, "interface-mtu", OptionFormat.UINT16},
    {33, "static-routes", OptionFormat.ADDRESSES},
    {35, "arp-cache-timeout", OptionFormat.UINT32},
    {40, "nis-domain", OptionFormat.TEXT},
    {41, "nis-servers", OptionFormat.ADDRESSES},
    {42, "ntp-servers", OptionFormat.ADDRESSES},
    {43, "vendor-encapsulated-options", OptionFormat.HEX},
    {44, "netbios-name-servers", OptionFormat.ADDRESSES},
    {46, "netbios-node-type", OptionFormat.UINT8},
    {48, "font-servers", OptionFormat.ADDRESSES},
    {66, "tftp-server-name", OptionFormat.TEXT},
    {67, "boot-file-name", OptionFormat.TEXT},
    {69, "smtp-server", OptionFormat.ADDRESSES},
    {72, "www-server", OptionFormat.ADDRESSES},
    {100, "pcode", OptionFormat.TEXT}, // RFC 4833: time zone as POSIX writes it
    {101, "tcode", OptionFormat.TEXT}, // RFC 4833: time zone as the TZ database names it
    {114, "v4-captive-portal", OptionFormat.TEXT}, // RFC 8910
    {119, "domain-search", OptionFormat.DOMAINS}, // RFC 3397
    {121, "classless-static-route", OptionFormat.HEX}, // RFC 3442
    {138, "capwap-ac-v4", OptionFormat.ADDRESSES}, // RFC 5417
    {150, "tftp-server-address", OptionFormat.ADDRESSES}, // RFC 5859
    {252, "wpad", OptionFormat.TEXT}, // no RFC: proxies' configuration
  };

  /** What is wrong with the others: they are the conversation itself, and not what it is about. */
  private static final Map<Integer, String> DECIDED = new HashMap<>();

  private static final Map<String, Integer> NUMBERS = new HashMap<>();
  private static final Map<Integer, String> NAMES = new HashMap<>();
  private static final Map<Integer, OptionFormat> FORMATS = new HashMap<>();

  static {
    for (Object[] row : KNOWN) {
      NUMBERS.put((String) row[1], (Integer) row[0]);
      NAMES.put((Integer) row[0], (String) row[1]);
      FORMATS.put((Integer) row[0], (OptionFormat) row[2]);
    }
    String ours = "the server decides it";
    String clients = "it is a client's word";
    for (int code : new int[] {1, 28, 51, 52, 53, 54, 56, 58, 59, 60, 80, 90}) {
      DECIDED.put(code, ours);
    }
    for (int code : new int[] {50, 55, 57, 61, 77, 81, 93, 94, 97, 118}) {
      DECIDED.put(code, clients);
    }
    DECIDED.put(82, "it is the relay's");
  }

  private OptionNames() {}

  /**
   * The number of an option that people may set.
   *
   * @param numberOrName as people write it
   * @throws IllegalArgumentException if there is none, or the server decides it
   */
  static int number(String numberOrName) {
    String text = numberOrName.strip().toLowerCase(Locale.ROOT);
    Integer named = NUMBERS.get(text);
    int code = named != null ? named : text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    if (code < 1 || code > 254) {
      throw new IllegalArgumentException(
          "option: %s (expected: a number from 1 to 254, or a name such as ntp-servers)"
              .formatted(numberOrName));
    }
    if (DECIDED.containsKey(code)) {
      throw new IllegalArgumentException(
          "option: %s (expected: another one; %s)".formatted(numberOrName, DECIDED.get(code)));
    }
    return code;
  }

  /** Its name, or its number if it has none here. */
  static String name(int code) {
    return NAMES.getOrDefault(code, String.valueOf(code));
  }

  /**
   * The format of an option: its own, or for one that is not known here the wanted one.
   *
   * @param wanted null: not said
   */
  static OptionFormat format(int code, OptionFormat wanted) {
    OptionFormat own = FORMATS.get(code);
    if (own == null) {
      return wanted == null ? OptionFormat.HEX : wanted;
    }
    // Bytes are bytes, for whoever knows better.
    if (wanted != null && wanted != own && wanted != OptionFormat.HEX) {
      throw new IllegalArgumentException(
          "format: %s (expected: %s or HEX for option %s)".formatted(wanted, own, name(code)));
    }
    return wanted == null ? own : wanted;
  }
}
