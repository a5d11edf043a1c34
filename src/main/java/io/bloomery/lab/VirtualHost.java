package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;

/** The host's side of the lab: daemons, network, machines. */
final class VirtualHost {
  private static final String DISK_SIZE = "20G";

  private final Hypervisor hypervisor = new Hypervisor();
  private final Remains remains;
  private final LibvirtDaemons daemons;
  private final LabNetwork network = new LabNetwork(hypervisor);

  VirtualHost(Remains remains) {
    this.remains = remains;
    this.daemons = new LibvirtDaemons(hypervisor, remains);
  }

  static void refuseWithoutRoot() {
    if (!HostCommand.must("id", "-u").strip().equals("0")) {
      throw new LabFailure(
          "user %s (expected: root); the lab makes a bridge and answers on ports 67 and 69"
              .formatted(System.getProperty("user.name")));
    }
  }

  Hypervisor hypervisor() {
    return hypervisor;
  }

  /** Starts libvirt, removes what an earlier run left, makes the network. */
  void prepare() {
    daemons.ensure();
    remains.cleanGuests(hypervisor);
    network.make();
  }

  /** Defines the machines, all switched off and with empty disks. */
  List<LabMachine> machines(int count) {
    List<LabMachine> machines =
        IntStream.range(0, count)
            .mapToObj(number -> LabMachine.numbered(number, Remains.DIRECTORY))
            .toList();
    machines.forEach(machine -> define(machine, new DomainXml.Boot.FromNetwork()));
    return machines;
  }

  void define(LabMachine machine, DomainXml.Boot boot) {
    if (hypervisor.exists(machine.name()) && !hypervisor.isOurs(machine.name())) {
      throw new LabFailure(
          "libvirt domain '%s' exists and is not the lab's; rename it first"
              .formatted(machine.name()));
    }
    // A domain made anew has another UUID, which libvirt refuses under the same name.
    hypervisor.remove(machine.name());
    if (!Files.exists(machine.disk())) {
      HostCommand.must(
          "qemu-img", "create", "-q", "-f", "qcow2", machine.disk().toString(), DISK_SIZE);
    }
    hypervisor.define(DomainXml.of(machine, boot, hypervisor.kvmWorks()));
  }

  /** Removes one machine with its disk, before the end of the run. */
  void remove(LabMachine machine) {
    hypervisor.remove(machine.name());
    try {
      Files.deleteIfExists(machine.disk());
    } catch (IOException e) {
      throw new LabFailure(machine.disk() + " cannot be deleted", e);
    }
  }

  /** The last lines of a machine's serial console, without the escapes of firmware screens. */
  static String serialTail(LabMachine machine, int lines) {
    return LogTail.of(machine.serial(), lines);
  }

  void clean() {
    remains.cleanGuests(hypervisor);
    remains.cleanDaemons();
  }
}
