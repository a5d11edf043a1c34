package io.bloomery.syslog;

import io.bloomery.machine.MachineChanged;
import io.bloomery.machine.Machines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The logs of all machines, two files each: when the newer one has half of what is kept of a
 * machine it becomes the older one. When all together are too long, the longest log loses its older
 * half, so that who says much pushes out nobody but himself. No file stays open, none is flushed.
 */
@Component
public class MachineLogs {
  private static final Pattern ID = Pattern.compile("[a-z0-9]{1,8}");
  private static final String NEWER = ".log";
  private static final String OLDER = ".old.log";

  /** The lengths of a machine's two files; its monitor guards the files as well. */
  private static final class Lengths {
    private long newer;
    private long older;

    long both() {
      return newer + older;
    }
  }

  private final Path directory;
  private final long half;
  private final long most;
  private final Machines machines;
  private final AtomicLong all = new AtomicLong();
  private Map<String, Lengths> lengths;

  MachineLogs(
      @Value("${bloomery.data:./data}") Path data, SyslogSettings settings, Machines machines) {
    directory = data.resolve("machine-logs").toAbsolutePath().normalize();
    half = settings.perMachine().toBytes() / 2;
    most = settings.inAll().toBytes();
    this.machines = machines;
  }

  /** Appends lines of one machine. For one thread. */
  void append(String machine, List<LogLine> lines) throws IOException {
    Lengths its = lengths().computeIfAbsent(machine, id -> new Lengths());
    synchronized (its) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (LogLine line : lines) {
        byte[] stored = line.stored().getBytes(StandardCharsets.UTF_8);
        if (its.newer + text.size() + stored.length > half) {
          write(machine, its, text);
          rotate(machine, its);
        }
        text.writeBytes(stored);
      }
      write(machine, its, text);
    }
    shorten();
  }

  /**
   * A part of a machine's log, the oldest line first.
   *
   * @param after only lines received later than this
   * @param before only lines received earlier than this
   */
  public List<LogLine> read(String machine, Instant after, Instant before, int limit) {
    List<LogLine> found = new ArrayList<>();
    synchronized (lengths().getOrDefault(machine, new Lengths())) {
      for (String end : List.of(OLDER, NEWER)) {
        for (String stored : text(file(machine, end)).split("\n")) {
          LogLine line = LogLine.read(stored);
          if (line != null && line.at().isAfter(after) && line.at().isBefore(before)) {
            found.add(line);
            if (found.size() == limit) {
              return found;
            }
          }
        }
      }
    }
    return found;
  }

  /** A machine that is forgotten takes its log with it. */
  @TransactionalEventListener(fallbackExecution = true)
  void changed(MachineChanged change) throws IOException {
    Lengths its = lengths().get(change.machine());
    if (its != null && machines.find(change.machine()).isEmpty()) {
      remove(change.machine(), its);
      lengths().remove(change.machine(), its);
    }
  }

  /** What an earlier run has left is counted when it is needed first. */
  private synchronized Map<String, Lengths> lengths() {
    if (lengths == null) {
      Map<String, Lengths> found = new ConcurrentHashMap<>();
      try {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
          for (Path file : (Iterable<Path>) files::iterator) {
            String name = file.getFileName().toString();
            Lengths its =
                found.computeIfAbsent(name.replaceFirst("\\..*", ""), id -> new Lengths());
            long length = Files.size(file);
            all.addAndGet(length);
            if (name.endsWith(OLDER)) {
              its.older = length;
            } else {
              its.newer = length;
            }
          }
        }
      } catch (IOException refused) {
        throw new UncheckedIOException(refused);
      }
      lengths = found;
    }
    return lengths;
  }

  private void write(String machine, Lengths its, ByteArrayOutputStream text) throws IOException {
    if (text.size() > 0) {
      Files.write(
          file(machine, NEWER),
          text.toByteArray(),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      its.newer += text.size();
      all.addAndGet(text.size());
      text.reset();
    }
  }

  private void rotate(String machine, Lengths its) throws IOException {
    if (its.newer > 0) {
      Files.move(file(machine, NEWER), file(machine, OLDER), StandardCopyOption.REPLACE_EXISTING);
      all.addAndGet(-its.older);
      its.older = its.newer;
      its.newer = 0;
    }
  }

  private void shorten() throws IOException {
    if (all.get() <= most) {
      return;
    }
    // Some more than it must be, since the longest is looked for among thousands.
    while (all.get() > most - most / 20) {
      Map.Entry<String, Lengths> longest =
          Collections.max(
              lengths().entrySet(), Comparator.comparingLong(it -> it.getValue().both()));
      if (longest.getValue().both() == 0) {
        return;
      }
      synchronized (longest.getValue()) {
        if (longest.getValue().older == 0) {
          rotate(longest.getKey(), longest.getValue());
        }
        removeOlder(longest.getKey(), longest.getValue());
      }
    }
  }

  private void removeOlder(String machine, Lengths its) throws IOException {
    Files.deleteIfExists(file(machine, OLDER));
    all.addAndGet(-its.older);
    its.older = 0;
  }

  private void remove(String machine, Lengths its) throws IOException {
    synchronized (its) {
      removeOlder(machine, its);
      Files.deleteIfExists(file(machine, NEWER));
      all.addAndGet(-its.newer);
      its.newer = 0;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException none) {
      return "";
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private Path file(String machine, String end) {
    if (!ID.matcher(machine).matches()) {
      throw new IllegalArgumentException("machine: " + machine + " (expected: an id)");
    }
    return directory.resolve(machine + end);
  }
}
