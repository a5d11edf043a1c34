package io.bloomery.lab;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The live lines of a run: elapsed time, who, phase, what. The same thing is never said twice. */
final class Progress {
  private final PrintStream out;
  private final long began = System.nanoTime();
  private final Map<String, String> said = new ConcurrentHashMap<>();

  Progress(PrintStream out) {
    this.out = out;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  void say(String who, String phase, String what) {
    String line = phase + what;
    if (line.equals(said.put(who, line))) {
      return;
    }
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
