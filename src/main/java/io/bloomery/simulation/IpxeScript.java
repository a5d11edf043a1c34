package io.bloomery.simulation;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an iPXE script comes to: the few commands boot servers use, without jumps; of alternatives
 * ({@code ||}) the first.
 *
 * @param kernel a kernel to start, or null
 * @param arguments its command line
 * @param files the kernel and initial RAM disks, in order
 * @param next another script or program to go on with, or null
 * @param pause how long it sleeps before it goes on
 * @param disk whether the disk is booted
 */
record IpxeScript(
    URI kernel, String arguments, List<URI> files, URI next, Duration pause, boolean disk) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}:]*)(?::([a-z]+))?\\}");

  /**
   * @param base where the script came from; what it names is relative to that
   * @param variables by name without the device: {@code mac} stands for {@code net0/mac} too
   */
  static IpxeScript read(String text, URI base, Map<String, String> variables) {
    if (!text.startsWith("#!ipxe")) {
      throw new IllegalArgumentException(
          "iPXE script from " + base + " (expected: #!ipxe in its first line)");
    }
    URI kernel = null;
    URI next = null;
    String arguments = "";
    Duration pause = Duration.ZERO;
    boolean disk = false;
    List<URI> files = new ArrayList<>();
    for (String line : text.split("\r?\n")) {
      String command = expand(line.strip().replaceFirst("\\s*\\|\\|.*", ""), variables);
      List<String> words = new ArrayList<>(List.of(command.split("\\s+")));
      String verb = words.remove(0);
      switch (verb) {
        case "kernel", "imgselect" -> {
          skipOptions(words);
          kernel = base.resolve(words.remove(0));
          files.add(kernel);
          arguments = String.join(" ", words);
        }
        case "initrd", "module", "imgfetch" -> {
          skipOptions(words);
          files.add(base.resolve(words.remove(0)));
        }
        case "sleep" -> pause = pause.plusSeconds(Long.parseLong(words.get(0)));
        case "chain" -> {
          skipOptions(words);
          next = next == null ? base.resolve(words.remove(0)) : next;
        }
        case "sanboot", "exit" -> disk = disk || kernel == null && next == null;
        default -> {
          // Comments, echo, set and boot change nothing here.
        }
      }
    }
    return new IpxeScript(kernel, arguments, files, next, pause, disk);
  }

  /** One {@code name=value} of the kernel's command line, or null. */
  String argument(String name) {
    for (String word : arguments.split("\\s+")) {
      if (word.startsWith(name + "=")) {
        return word.substring(name.length() + 1);
      }
    }
    return null;
  }

  static String expand(String text, Map<String, String> variables) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String name = found.group(1).replaceFirst(".*/", "");
              String value = variables.getOrDefault(name, "");
              return Matcher.quoteReplacement(
                  "hexhyp".equals(found.group(2)) ? value.replace(':', '-') : value);
            });
  }

  private static void skipOptions(List<String> words) {
    while (words.get(0).startsWith("--")) {
      String option = words.remove(0);
      // The two options that have a value of their own.
      if (option.equals("--name") || option.equals("--timeout")) {
        words.remove(0);
      }
    }
  }
}
