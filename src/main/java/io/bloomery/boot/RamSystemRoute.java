package io.bloomery.boot;

import io.bloomery.machine.Machine;
import io.bloomery.node.BootTokens;
import java.util.Optional;

/**
 * Everybody else boots the in-RAM system: a machine nobody knows enlists itself there, one that a
 * process waits for gets its tasks there, and one of which nothing is wanted switches itself off
 * there.
 */
class RamSystemRoute implements BootRoute {
  private final BootTokens tokens;

  RamSystemRoute(BootTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    int generation = request.machine().map(Machine::bootGeneration).orElse(0);
    return Optional.of(new BootAnswer.RamSystem(tokens.mint(request.mac(), generation)));
  }
}
