package io.bloomery.lab;

/**
 * What a virtual machine needs without Bloomery: nothing a controller does can make it faster.
 *
 * @param boot seconds from power-on to the first process: firmware and kernel, loaded without a
 *     network
 * @param copy seconds to copy the raw image from another disk
 * @param firstBoot seconds from power-on with that disk and a ready seed until SSH answers
 * @param cpuSeconds QEMU's CPU time for all three
 */
record Floor(double boot, double copy, double firstBoot, double cpuSeconds) {
  double seconds() {
    return boot + copy + firstBoot;
  }
}
