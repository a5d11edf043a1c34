package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** libvirt on this host, by its command line: the lab stands outside the controller. */
final class Hypervisor {
  static final String URI = "qemu:///system";

  /** The first definition makes libvirt probe QEMU, which takes a minute on a loaded host. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final String KVM_PROBE =
      "echo quit | timeout 20 qemu-system-x86_64 -accel kvm -machine q35 -cpu host -display none"
          + " -monitor stdio -S";

  private Boolean kvm;

  /** Whether a libvirt daemon answers. */
  boolean answers() {
    return HostCommand.run(Duration.ofSeconds(20), "virsh", "-q", "-c", URI, "version").ok();
  }

  String must(String... verb) {
    return HostCommand.must(LIMIT, command(verb));
  }

  HostCommand.Answer ask(String... verb) {
    return HostCommand.run(LIMIT, command(verb));
  }

  /**
   * A device node is not enough: QEMU has to get a virtual machine out of it, and the processor has
   * to say that it can. Hosts were seen with a {@code /dev/kvm} that starts firmware and then hangs
   * in every kernel; none of them had the processor's flag.
   */
  synchronized boolean kvmWorks() {
    if (kvm == null) {
      kvm =
          HostCommand.run("grep", "-q", "-w", "-E", "vmx|svm", "/proc/cpuinfo").ok()
              && HostCommand.run(Duration.ofSeconds(30), "sh", "-c", KVM_PROBE).ok();
    }
    return kvm;
  }

  /** Names of all domains that carry the lab's mark, running or not. */
  List<String> ours() {
    return lines(must("list", "--all", "--name")).stream().filter(this::isOurs).toList();
  }

  boolean exists(String domain) {
    return ask("domstate", domain).ok();
  }

  boolean isOurs(String domain) {
    return ask("metadata", domain, DomainXml.MARK).ok();
  }

  void define(String xml) {
    try {
      Path file = Files.createTempFile("bloomery-lab", ".xml");
      try {
        Files.writeString(file, xml);
        must("define", file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new LabFailure("a domain's description could not be written", e);
    }
  }

  void start(String domain) {
    must("start", domain);
  }

  boolean runs(String domain) {
    return ask("domstate", domain).text().strip().equals("running");
  }

  /** The machine's QEMU, while it is switched on. */
  Optional<HostProcess> process(String domain) {
    try {
      String pid = Files.readString(Path.of("/run/libvirt/qemu/" + domain + ".pid")).strip();
      return Optional.of(HostProcess.of(Long.parseLong(pid)));
    } catch (IOException | LabFailure | NumberFormatException off) {
      return Optional.empty();
    }
  }

  void powerOff(String domain) {
    ask("destroy", domain);
  }

  void remove(String domain) {
    if (!isOurs(domain)) {
      return;
    }
    ask("destroy", domain);
    must("undefine", domain, "--nvram");
  }

  private static String[] command(String... verb) {
    String[] command = new String[verb.length + 4];
    command[0] = "virsh";
    command[1] = "-q";
    command[2] = "-c";
    command[3] = URI;
    System.arraycopy(verb, 0, command, 4, verb.length);
    return command;
  }

  static List<String> lines(String text) {
    return Arrays.stream(text.split("\n")).map(String::strip).filter(l -> !l.isEmpty()).toList();
  }
}
