package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One process of the host, named by its id and its start: an id alone may belong to somebody else
 * after a restart of the host.
 */
record HostProcess(long pid, long startTicks) {
  /** Linux reports process times in hundredths of a second on every architecture we run on. */
  private static final double TICKS_PER_SECOND = 100.0;

  static HostProcess of(long pid) {
    return new HostProcess(pid, Long.parseLong(field(pid, 22)));
  }

  /** The two numbers on one line, as {@link #parse} reads them. */
  String line() {
    return pid + " " + startTicks;
  }

  static HostProcess parse(String line) {
    String[] words = line.strip().split(" ");
    if (words.length != 2) {
      throw new LabFailure("process '" + line + "' (expected: id and start ticks)");
    }
    return new HostProcess(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  boolean alive() {
    try {
      return Long.parseLong(field(pid, 22)) == startTicks && !field(pid, 3).equals("Z");
    } catch (LabFailure gone) {
      return false;
    }
  }

  /** User and system time the process has used, in seconds. */
  double cpuSeconds() {
    return (Long.parseLong(field(pid, 14)) + Long.parseLong(field(pid, 15))) / TICKS_PER_SECOND;
  }

  /** When it started, in milliseconds of the epoch. */
  long startedAt() {
    try {
      String uptime = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
      long booted = System.currentTimeMillis() - (long) (Double.parseDouble(uptime) * 1000);
      return booted + (long) (startTicks / TICKS_PER_SECOND * 1000);
    } catch (IOException e) {
      throw new LabFailure("/proc/uptime cannot be read", e);
    }
  }

  /** Asks the process to end, and ends it after ten seconds. */
  void stop() {
    if (!alive()) {
      return;
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!Patience.of(Duration.ofSeconds(10)).until(() -> !alive())) {
      kill();
    }
  }

  /** The hard way, as {@code kill -9}. */
  void kill() {
    if (alive()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      Patience.of(Duration.ofSeconds(10)).until(() -> !alive());
    }
  }

  /** Fields are counted from 1 as in proc(5); the second one may hold spaces. */
  private static String field(long pid, int number) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[number - 3];
    } catch (IOException e) {
      throw new LabFailure("process " + pid + " is gone", e);
    }
  }
}
