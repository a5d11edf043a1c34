package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Sees to it that libvirt runs, whether or not the host has systemd. */
final class LibvirtDaemons {
  private final Hypervisor hypervisor;
  private final Remains remains;

  LibvirtDaemons(Hypervisor hypervisor, Remains remains) {
    this.hypervisor = hypervisor;
    this.remains = remains;
  }

  /** Starts what does not run yet; what somebody else started stays theirs. */
  void ensure() {
    if (hypervisor.answers()) {
      return;
    }
    if (Files.isDirectory(Path.of("/run/systemd/system"))) {
      // The package enabled the service; starting it is what the next boot would do anyway.
      HostCommand.must("systemctl", "start", "libvirtd");
    } else {
      openKvmAsUdevWould();
      start("virtlogd");
      start("libvirtd");
    }
    if (!Patience.of(Duration.ofSeconds(30)).until(hypervisor::answers)) {
      throw new LabFailure("libvirt does not answer at " + Hypervisor.URI + " after 30 seconds");
    }
  }

  /**
   * QEMU's package has a udev rule that gives {@code /dev/kvm} to the group kvm. Without udev the
   * node stays root's: libvirt's probe of QEMU, which runs with more rights, then disagrees with
   * its own check, throws its knowledge of QEMU away and probes again, twenty times 4 s per
   * machine.
   */
  private void openKvmAsUdevWould() {
    Path kvm = Path.of("/dev/kvm");
    try {
      if (Files.exists(kvm)
          && HostCommand.run("getent", "group", "kvm").ok()
          && PosixFilePermissions.toString(Files.getPosixFilePermissions(kvm))
              .equals("rw-------")) {
        remains.changed(kvm, HostCommand.must("stat", "-c", "%U:%G %a", kvm.toString()).strip());
        HostCommand.must("chgrp", "kvm", kvm.toString());
        HostCommand.must("chmod", "660", kvm.toString());
      }
    } catch (IOException e) {
      throw new LabFailure(kvm + " cannot be examined", e);
    }
  }

  private void start(String daemon) {
    Path pidFile = Path.of("/run/" + daemon + ".pid");
    if (running(pidFile)) {
      return;
    }
    HostCommand.must(daemon, "-d");
    if (!Patience.of(Duration.ofSeconds(10)).until(() -> running(pidFile))) {
      throw new LabFailure(daemon + " was started but wrote no id to " + pidFile);
    }
    remains.started(daemon, HostProcess.of(pid(pidFile)));
  }

  private static boolean running(Path pidFile) {
    try {
      return HostProcess.of(pid(pidFile)).alive();
    } catch (LabFailure gone) {
      return false;
    }
  }

  private static long pid(Path pidFile) {
    try {
      return Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException | NumberFormatException e) {
      throw new LabFailure("no process id in " + pidFile, e);
    }
  }
}
