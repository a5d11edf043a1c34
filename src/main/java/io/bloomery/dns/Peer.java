package io.bloomery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Address;

/** Another name server. */
record Peer(InetAddress address, int port) {
  static final int USUAL_PORT = 53;
  private static final Pattern FORM =
      Pattern.compile(
          "\\[([0-9a-fA-F:.]+)](?::(\\d{1,5}))?|([0-9.]+)(?::(\\d{1,5}))?|([0-9a-fA-F:.]+)");

  static List<Peer> all(String setting, List<String> texts) {
    return texts.stream().map(it -> of(setting, it)).toList();
  }

  /** Reads {@code 192.0.2.53}, {@code 192.0.2.53:5353}, {@code 2001:db8::53} or with brackets. */
  static Peer of(String setting, String text) {
    Matcher form = FORM.matcher(text.trim());
    if (form.matches()) {
      String host = first(form.group(1), form.group(3), form.group(5));
      String port = first(form.group(2), form.group(4), "" + USUAL_PORT);
      if (Integer.parseInt(port) < 65536 && Integer.parseInt(port) > 0) {
        return new Peer(address(setting, host), Integer.parseInt(port));
      }
    }
    throw new IllegalArgumentException(
        setting
            + ": "
            + text
            + " (expected: an address, if needed with a port, [2001:db8::53]:5353)");
  }

  /** Nothing is ever looked up. */
  static InetAddress address(String setting, String text) {
    try {
      byte[] v4 = Address.toByteArray(text, Address.IPv4);
      byte[] bytes = v4 == null ? Address.toByteArray(text, Address.IPv6) : v4;
      if (bytes != null) {
        return InetAddress.getByAddress(bytes);
      }
    } catch (java.net.UnknownHostException wrong) {
      // Said below.
    }
    throw new IllegalArgumentException(
        setting + ": " + text + " (expected: an IPv4 or IPv6 address)");
  }

  InetSocketAddress socketAddress() {
    return new InetSocketAddress(address, port);
  }

  private static String first(String... candidates) {
    for (String candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }

  @Override
  public String toString() {
    String host = address.getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
