package io.bloomery.lab;

import java.util.List;

/** Kills the controller at a random moment of a phase and starts it again. */
final class Chaos {
  static final List<String> PHASES =
      List.of("enlist", "review", "commission", "acquire", "deploy", "release");

  private Chaos() {}
}
