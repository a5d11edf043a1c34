package io.bloomery.lab;

import java.nio.file.Path;

/**
 * One virtual machine of the lab, seen from outside.
 *
 * @param name what its reviewer will call it, and its libvirt domain
 * @param number its place in the lab, from 0
 * @param mac of its only network interface
 * @param uefi UEFI instead of BIOS
 * @param disk its qcow2 file
 * @param serial where its serial console is written
 */
record LabMachine(String name, int number, String mac, boolean uefi, Path disk, Path serial) {
  /** Every second machine is UEFI, so two machines show both ways to boot. */
  static LabMachine numbered(int number, Path directory) {
    String name = "node" + number;
    return new LabMachine(
        name,
        number,
        "52:54:00:17:17:%02x".formatted(0x10 + number),
        number % 2 == 1,
        directory.resolve(name + ".qcow2"),
        directory.resolve(name + ".serial"));
  }

  /** Its twin for the floor measurement: same hardware, an address of its own. */
  LabMachine twin(Path directory) {
    String twin = name + "-floor";
    return new LabMachine(
        twin,
        number,
        "52:54:00:17:17:%02x".formatted(0x80 + number),
        uefi,
        directory.resolve(twin + ".qcow2"),
        directory.resolve(twin + ".serial"));
  }

  String firmware() {
    return uefi ? "UEFI" : "BIOS";
  }
}
