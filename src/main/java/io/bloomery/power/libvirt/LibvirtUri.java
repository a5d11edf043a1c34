package io.bloomery.power.libvirt;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A libvirt connection URI that may come from a form. libvirt's own URIs can name any command to
 * run on the controller ({@code command=}, {@code ext} transport) or switch off the check of the
 * host's key ({@code no_verify=}), so only the parts below are admitted. See libvirt.org/uri.html.
 */
record LibvirtUri(String text) {
  private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_.-]{0,31}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\\[[0-9a-fA-F:]+]");
  private static final Pattern SOCKET = Pattern.compile("socket=/[A-Za-z0-9_./-]{1,100}");
  private static final String EXPECTED =
      "qemu:///system, qemu+unix:///system?socket=/path, qemu+ssh://user@host/system or"
          + " test:///default";

  LibvirtUri {
    if (!admitted(text)) {
      throw new IllegalArgumentException(
          "libvirt URI: %s (expected: %s)".formatted(text, EXPECTED));
    }
  }

  boolean overSsh() {
    return text.startsWith("qemu+ssh:");
  }

  /** With what libvirt needs to sign in as the controller, and never to ask a person. */
  String withKey(Path key, Path sshCommand) {
    return overSsh()
        ? text
            + "?keyfile="
            + quoted(key)
            + "&command="
            + quoted(sshCommand)
            + "&no_tty=1&sshauth=privkey&proxy=native"
        : text;
  }

  private static String quoted(Path path) {
    return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean admitted(String text) {
    if (text.equals("test:///default")
        || text.equals("qemu:///system")
        || text.equals("qemu:///session")) {
      return true;
    }
    try {
      URI uri = new URI(text);
      boolean plain = uri.getFragment() == null && "/system".equals(uri.getPath());
      if ("qemu+unix".equals(uri.getScheme())) {
        String query = uri.getRawQuery();
        return plain
            && uri.getRawAuthority() == null
            && query != null
            && SOCKET.matcher(query).matches();
      }
      return "qemu+ssh".equals(uri.getScheme())
          && plain
          && uri.getRawQuery() == null
          && uri.getHost() != null
          && HOST.matcher(uri.getHost()).matches()
          && uri.getRawUserInfo() != null
          && USER.matcher(uri.getRawUserInfo()).matches();
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}
