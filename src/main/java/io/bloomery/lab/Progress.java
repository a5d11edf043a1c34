package io.bloomery.lab;

import java.io.PrintStream;
import java.time.Duration;

/** The live lines of a run: elapsed time, who, phase, what. */
final class Progress {
  private final PrintStream out;
  private final long began = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  void say(String who, String phase, String what) {
    synchronized (out) {
      out.printf("[%5.1f s] %-7s %-11s %s%n", seconds(elapsed()), who, phase, what);
      out.flush();
    }
  }

  void print(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
