package io.bloomery.boot;

import io.bloomery.machine.BootTarget;
import java.util.Optional;

/**
 * A deployed machine keeps the network first in its boot order for ever and is sent on to its disk.
 */
class LocalDiskRoute implements BootRoute {
  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    return request
        .machine()
        .filter(machine -> machine.bootTarget() == BootTarget.LOCAL)
        .map(machine -> new BootAnswer.LocalDisk());
  }
}
