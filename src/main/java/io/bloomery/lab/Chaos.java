package io.bloomery.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Kills the controller at a random moment of a phase and starts it again. */
final class Chaos {
  /** How long a phase lasts on a machine without KVM; the moment lies somewhere in it. */
  private static final Map<String, Duration> USUAL =
      Map.of(
          "enlist", Duration.ofSeconds(30),
          "review", Duration.ofSeconds(2),
          "commission", Duration.ofSeconds(60),
          "acquire", Duration.ofSeconds(2),
          "deploy", Duration.ofSeconds(150),
          "release", Duration.ofSeconds(45));

  static final List<String> PHASES =
      List.of("enlist", "review", "commission", "acquire", "deploy", "release");

  private final List<String> phases;
  private final Controller controller;
  private final Progress progress;
  private final Random random = new Random();
  private final List<Kill> kills = Collections.synchronizedList(new ArrayList<>());

  Chaos(List<String> phases, Controller controller, Progress progress) {
    this.phases = phases;
    this.controller = controller;
    this.progress = progress;
  }

  /** One killing: seconds after the phase began. */
  record Kill(String phase, double after) {}

  List<Kill> kills() {
    synchronized (kills) {
      return List.copyOf(kills);
    }
  }

  /** Does the phase's work; a phase that ends before its moment is killed at its very end. */
  void during(String phase, Runnable work) {
    if (!phases.contains(phase)) {
      work.run();
      return;
    }
    long moment = (long) (random.nextDouble() * USUAL.get(phase).toMillis());
    CountDownLatch ended = new CountDownLatch(1);
    long began = System.nanoTime();
    Thread killer =
        new Thread(
            () -> {
              try {
                ended.await(moment, TimeUnit.MILLISECONDS);
              } catch (InterruptedException e) {
                return;
              }
              double after = (System.nanoTime() - began) / 1e9;
              controller.kill();
              kills.add(new Kill(phase, after));
              progress.say("lab", phase, "controller killed after %.1f s".formatted(after));
              controller.start();
            },
            "chaos");
    killer.start();
    try {
      work.run();
    } finally {
      ended.countDown();
      try {
        killer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
