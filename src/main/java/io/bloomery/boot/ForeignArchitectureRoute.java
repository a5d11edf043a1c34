package io.bloomery.boot;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * Processors that the in-RAM system was not built for are told so, instead of crashing in another
 * one's.
 */
class ForeignArchitectureRoute implements BootRoute {
  private final Predicate<Architecture> built;

  ForeignArchitectureRoute(Predicate<Architecture> built) {
    this.built = built;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    if (request.system().filter(built).isPresent()) {
      return Optional.empty();
    }
    // The name goes into a script: nothing but a name may come through.
    String said = String.valueOf(request.architecture());
    String name = said.matches("[a-z0-9_]{1,16}") ? said : "this processor";
    return Optional.of(new BootAnswer.NoSystem(name));
  }
}
