package io.bloomery.boot;

import io.bloomery.machine.Machine;
import io.bloomery.node.Admission;
import io.bloomery.node.BootTokens;
import java.util.Optional;

/**
 * Everybody else boots the in-RAM system: a machine nobody knows enlists itself there, one that a
 * process waits for gets its tasks there, and one of which nothing is wanted switches itself off
 * there. If many do so at once, some wait in line.
 */
class RamSystemRoute implements BootRoute {
  private final BootTokens tokens;
  private final Admission admission;

  RamSystemRoute(BootTokens tokens, Admission admission) {
    this.tokens = tokens;
    this.admission = admission;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    Admission.Place place = admission.load(request.mac()).orElse(null);
    if (place != null) {
      return Optional.of(new BootAnswer.Wait(place.number(), place.pause()));
    }
    int generation = request.machine().map(Machine::bootGeneration).orElse(0);
    return Optional.of(
        new BootAnswer.RamSystem(
            request.system().orElseThrow(), tokens.mint(request.mac(), generation)));
  }
}
