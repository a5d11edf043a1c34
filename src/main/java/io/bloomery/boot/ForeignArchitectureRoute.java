package io.bloomery.boot;

import java.util.Optional;
import java.util.Set;

/**
 * The in-RAM system is built for x86-64; other processors are told so instead of crashing in it.
 */
class ForeignArchitectureRoute implements BootRoute {
  /** A BIOS build of iPXE calls itself i386 on 64-bit processors too. */
  private static final Set<String> SERVED = Set.of("i386", "x86_64");

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    String architecture = request.architecture();
    if (architecture == null || SERVED.contains(architecture)) {
      return Optional.empty();
    }
    // The name goes into a script: nothing but a name may come through.
    String name = architecture.matches("[a-z0-9_]{1,16}") ? architecture : "this processor";
    return Optional.of(new BootAnswer.NoSystem(name));
  }
}
