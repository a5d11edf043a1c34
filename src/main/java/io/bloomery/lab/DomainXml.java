package io.bloomery.lab;

import java.nio.file.Path;
import java.util.List;

/** The libvirt domain of a lab machine: what a cheap PC has, with the network before the disk. */
final class DomainXml {
  /** The mark in a domain's metadata; clean-up touches nothing without it. */
  static final String MARK = "https://bloomery.io/lab";

  private static final int MEMORY_MIB = 1024;
  private static final int CORES = 2;

  private DomainXml() {}

  /** How the machine starts. */
  sealed interface Boot {
    /** Network first, for ever, then the disk. */
    record FromNetwork() implements Boot {}

    /** The disk alone, with further read-only disks beside it. */
    record FromDisk(List<Path> beside) implements Boot {}

    /** Firmware, then this kernel, with a second disk to copy from. */
    record FromKernel(Path kernel, Path initrd, String commandLine, List<Path> beside)
        implements Boot {}
  }

  static String of(LabMachine machine, Boot boot, boolean kvm) {
    return """
    <domain type='%s'>
      <name>%s</name>
      <metadata><lab:machine xmlns:lab='%s' name='%s'/></metadata>
      <memory unit='MiB'>%d</memory>
      <vcpu>%d</vcpu>
      %s
      <features><acpi/><apic/></features>
      %s
      <clock offset='utc'/>
      <on_poweroff>destroy</on_poweroff>
      <on_reboot>restart</on_reboot>
      <on_crash>destroy</on_crash>
      <devices>
        <disk type='file' device='disk'>
          <driver name='qemu' type='qcow2' cache='unsafe' discard='unmap' detect_zeroes='unmap'/>
          <source file='%s'/>
          <target dev='vda' bus='virtio'/>
          <serial>LAB-%s</serial>
        </disk>
        %s
        <interface type='network'>
          <source network='%s'/>
          <mac address='%s'/>
          <model type='virtio'/>
        </interface>
        <serial type='file'>
          <source path='%s' append='on'/>
          <target port='0'/>
        </serial>
        <console type='file'>
          <source path='%s' append='on'/>
          <target type='serial' port='0'/>
        </console>
        <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
        <memballoon model='none'/>
      </devices>
    </domain>
    """
        .formatted(
            kvm ? "kvm" : "qemu",
            machine.name(),
            MARK,
            machine.name(),
            MEMORY_MIB,
            CORES,
            system(machine, boot),
            processor(kvm),
            machine.disk(),
            machine.name(),
            beside(boot),
            LabNetwork.NAME,
            machine.mac(),
            machine.serial(),
            machine.serial());
  }

  /** Nehalem is the fastest model seen under emulation; newer ones only offer more to emulate. */
  private static String processor(boolean kvm) {
    return kvm
        ? "<cpu mode='host-passthrough'/>"
        : "<cpu mode='custom' match='exact'><model fallback='allow'>Nehalem</model></cpu>";
  }

  private static String system(LabMachine machine, Boot boot) {
    StringBuilder os = new StringBuilder(machine.uefi() ? "<os firmware='efi'>" : "<os>");
    os.append("<type arch='x86_64' machine='q35'>hvm</type>");
    if (machine.uefi()) {
      os.append("<firmware><feature enabled='no' name='secure-boot'/></firmware>");
    }
    if (boot instanceof Boot.FromKernel kernel) {
      os.append("<kernel>%s</kernel>".formatted(kernel.kernel()));
      os.append("<initrd>%s</initrd>".formatted(kernel.initrd()));
      os.append("<cmdline>%s</cmdline>".formatted(kernel.commandLine()));
    }
    if (boot instanceof Boot.FromNetwork) {
      os.append("<boot dev='network'/>");
    }
    os.append("<boot dev='hd'/><bios useserial='yes'");
    os.append(machine.uefi() ? "/>" : " rebootTimeout='0'/>");
    return os.append("</os>").toString();
  }

  private static String beside(Boot boot) {
    List<Path> files = List.of();
    if (boot instanceof Boot.FromDisk disk) {
      files = disk.beside();
    } else if (boot instanceof Boot.FromKernel kernel) {
      files = kernel.beside();
    }
    StringBuilder disks = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      disks.append(
          """
          <disk type='file' device='disk'>
            <driver name='qemu' type='raw' cache='unsafe'/>
            <source file='%s'/>
            <target dev='vd%c' bus='virtio'/>
            <readonly/>
          </disk>
          """
              .formatted(files.get(i), 'b' + i));
    }
    return disks.toString();
  }
}
