package io.bloomery.simulation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What cloud-init would read from the seed partition: by file name, the text of each. */
record Seed(Map<String, String> files) {
  private static final Pattern REPORT =
      Pattern.compile("(https?://[^\\s\"']+/node/first-boot/[^\\s\"']+)");
  private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})/\\d{1,2}");
  private static final Pattern INSTANCE = Pattern.compile("(?m)^instance-id:\\s*\"?([^\"\\s]+)");
  private static final Pattern HOST_NAME =
      Pattern.compile("(?m)^local-hostname:\\s*\"?([^\"\\s]+)");

  /** Where first boot is reported (cloud-init's phone_home), or null. */
  String reportTo() {
    return first(REPORT, "user-data", first(REPORT, "vendor-data", null));
  }

  /** The address it sets, or null if the machine is to ask DHCP. */
  InetAddress address() {
    String address = first(ADDRESS, "network-config", null);
    try {
      return address == null ? null : InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  String instance() {
    return first(INSTANCE, "meta-data", "unknown");
  }

  String hostName() {
    return first(HOST_NAME, "meta-data", "unknown");
  }

  private String first(Pattern pattern, String file, String otherwise) {
    Matcher matcher = pattern.matcher(files.getOrDefault(file, ""));
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
