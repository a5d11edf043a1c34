package io.bloomery.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong with a simulated machine, as it does with real ones. */
enum Fault {
  /**
   * Powered on, it never asks the network: a card without link, a firmware that waits for a key.
   */
  STUCK_AT_PXE,
  /** It falls silent in the middle of writing the image. */
  DIES_WHILE_WRITING,
  /** Every memory test fails. */
  BAD_MEMORY,
  /** What is read back from the disk is not what was written. */
  CORRUPT_WRITE,
  /** The installed system comes up and never reports. */
  FIRST_BOOT_SILENT,
  /** The chassis refuses to switch it. */
  POWER_REFUSED,
  /** The installed system reports, but nothing listens at the SSH port. */
  SSH_CLOSED;

  /** The name people type: {@code bad-memory}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Fault of(String label) {
    return Arrays.stream(values())
        .filter(fault -> fault.label().equals(label))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "fault: "
                        + label
                        + " (expected: one of "
                        + Arrays.stream(values())
                            .map(Fault::label)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }
}
