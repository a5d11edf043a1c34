package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The isolated network of the lab. libvirt's own DHCP and DNS stay off: the controller is what
 * answers there, and only there.
 */
final class LabNetwork {
  static final String NAME = "bloomery-lab";
  static final String BRIDGE = "bloomery0";
  static final String CONTROLLER = "10.17.17.1";

  private static final String PREFIX = "10.17.17.";

  private static final String XML =
      """
      <network>
        <name>%s</name>
        <bridge name='%s' stp='off' delay='0'/>
        <dns enable='no'/>
        <ip address='%s' netmask='255.255.255.0'/>
      </network>
      """
          .formatted(NAME, BRIDGE, CONTROLLER);

  private final Hypervisor hypervisor;

  LabNetwork(Hypervisor hypervisor) {
    this.hypervisor = hypervisor;
  }

  void make() {
    refuseIfTaken();
    try {
      // libvirt notes the network's MAC addresses there, even when it runs no dnsmasq; without
      // that package nobody makes the directory, and no domain starts.
      Files.createDirectories(Path.of("/var/lib/libvirt/dnsmasq"));
      Path file = Files.createTempFile("bloomery-lab", ".xml");
      try {
        Files.writeString(file, XML);
        hypervisor.must("net-define", file.toString());
      } finally {
        Files.delete(file);
      }
      hypervisor.must("net-start", NAME);
      // libvirt switches IPv6 off on a bridge without an IPv6 address. The controller needs a
      // link-local one to answer iPXE's router solicitations; unanswered they cost 13 s a boot.
      Files.writeString(Path.of("/proc/sys/net/ipv6/conf/" + BRIDGE + "/disable_ipv6"), "0");
    } catch (IOException e) {
      throw new LabFailure("the lab's network could not be made: " + e.getMessage(), e);
    }
  }

  void remove() {
    if (hypervisor.ask("net-info", NAME).ok()) {
      hypervisor.ask("net-destroy", NAME);
      hypervisor.ask("net-undefine", NAME);
    }
  }

  private static void refuseIfTaken() {
    for (String line : Hypervisor.lines(HostCommand.must("ip", "-4", "-o", "addr", "show"))) {
      List<String> words = List.of(line.split("\\s+"));
      if (words.size() > 3 && words.get(3).startsWith(PREFIX) && !words.get(1).equals(BRIDGE)) {
        throw new LabFailure(
            "%s0/24 is in use on interface %s (address %s); the lab needs it for itself"
                .formatted(PREFIX, words.get(1), words.get(3)));
      }
    }
    for (String line : Hypervisor.lines(HostCommand.must("ip", "-4", "route", "show"))) {
      if (line.startsWith(PREFIX) && !line.contains("dev " + BRIDGE)) {
        throw new LabFailure(
            "%s0/24 is routed on this host: '%s'; the lab needs it for itself"
                .formatted(PREFIX, line));
      }
    }
  }
}
