package io.bloomery.power.libvirt;

import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerFailure;
import java.util.Locale;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** What an error of libvirt means to somebody who wanted to switch a machine. */
final class LibvirtErrors {
  /** Its end says what went wrong. */
  private static final int LONGEST = 400;

  private LibvirtErrors() {}

  static PowerFailure meaning(String host, LibvirtException failed) {
    String text = oneLine(failed.getMessage());
    String sentence = "libvirt at %s: %s".formatted(host, text);
    // ssh's words reach us inside a plain "cannot recv data" error.
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("host key verification failed")
        || lower.contains("host identification has changed")) {
      return new FinalFailure(
          ("libvirt at %s: Host key verification failed. The key of that host is missing in the"
               + " controller's known_hosts, or is another one there; if the host is the right one,"
               + " correct that file")
              .formatted(host),
          failed);
    }
    if (lower.contains("permission denied")) {
      return new FinalFailure(
          sentence
              + ". Add the controller's SSH key to authorized_keys there, or check the user name",
          failed);
    }
    if (lower.contains("virt-ssh-helper")
        && (lower.contains("not found") || lower.contains("cannot connect to"))) {
      return new FinalFailure(sentence + ". Install libvirt-daemon there", failed);
    }
    return switch (number(failed)) {
      case VIR_ERR_NO_DOMAIN,
          VIR_ERR_AUTH_FAILED,
          VIR_ERR_AUTH_UNAVAILABLE,
          VIR_ERR_ACCESS_DENIED,
          VIR_ERR_OPERATION_DENIED,
          VIR_ERR_NO_SUPPORT,
          VIR_ERR_OPERATION_UNSUPPORTED,
          VIR_ERR_CONFIG_UNSUPPORTED,
          VIR_ERR_INVALID_ARG,
          VIR_ERR_XML_ERROR ->
          new FinalFailure(sentence, failed);
      default -> new PassingFailure(sentence, failed);
    };
  }

  static boolean isGone(LibvirtException failed) {
    return number(failed) == ErrorNumber.VIR_ERR_NO_DOMAIN;
  }

  /** ssh's warning of a changed key is a banner of many lines framed in at-signs. */
  private static String oneLine(String message) {
    String line =
        String.valueOf(message).replaceAll("@[@\\s]+", " ").replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST ? line : "…" + line.substring(line.length() - LONGEST);
  }

  private static ErrorNumber number(LibvirtException failed) {
    ErrorNumber number = failed.getError() == null ? null : failed.getError().getCode();
    return number == null ? ErrorNumber.VIR_ERR_UNKNOWN : number;
  }
}
