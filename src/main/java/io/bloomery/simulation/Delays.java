package io.bloomery.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How long a simulated machine takes for what it does. */
record Delays(Map<Work, Duration> times) {

  /** What takes time; the number is seconds by default, those of a quick machine. */
  enum Work {
    FIRMWARE(3),
    KERNEL(4),
    INVENTORY(2),
    TEST(3),
    WRITE(8),
    VERIFY(3),
    SEED(1),
    ERASE(4),
    FIRST_BOOT(6),
    POWER_OFF(1),
    /** From the word to restart until the agent obeys. */
    REBOOT(1),
    /** Until the chassis answers; drivers lose patience at two seconds. */
    POWER(0),
    /** Until the SSH server greets. */
    SSH(0);

    private final int seconds;

    Work(int seconds) {
      this.seconds = seconds;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Work of(String label) {
      return Arrays.stream(values())
          .filter(work -> work.label().equals(label))
          .findAny()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "delay: "
                          + label
                          + " (expected: one of "
                          + Arrays.stream(values())
                              .map(Work::label)
                              .collect(Collectors.joining(", "))
                          + ", all)"));
    }
  }

  static Delays usual() {
    Map<Work, Duration> times = new EnumMap<>(Work.class);
    for (Work work : Work.values()) {
      times.put(work, Duration.ofSeconds(work.seconds));
    }
    return new Delays(times);
  }

  /** Changed by {@code write=20s}, {@code test=500ms} or {@code all=0s}. */
  Delays with(String change) {
    String[] sides = change.split("=", 2);
    if (sides.length != 2 || !sides[1].matches("\\d+(ms|s)")) {
      throw new IllegalArgumentException(
          "delay: " + change + " (expected: write=20s, test=500ms, all=0s)");
    }
    long amount = Long.parseLong(sides[1].replaceAll("\\D", ""));
    Duration time =
        sides[1].endsWith("ms") ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
    Map<Work, Duration> changed = new EnumMap<>(times);
    if (sides[0].equals("all")) {
      changed.replaceAll((work, before) -> time);
    } else {
      changed.put(Work.of(sides[0]), time);
    }
    return new Delays(changed);
  }

  Duration of(Work work) {
    return times.get(work);
  }
}
