package io.bloomery.boot.journal;

import io.bloomery.machine.MacAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The last steps of every NIC that was heard, in memory: it tells of the present. Whoever floods
 * the network with made-up NICs pushes out the oldest, and nothing more.
 */
@Component
public class BootJournal {
  private static final int NICS = 20_000;
  private static final int NOTES_EACH = 24;

  private final Clock clock = Clock.systemUTC();
  private final Map<MacAddress, Deque<BootNote>> notes =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MacAddress, Deque<BootNote>> eldest) {
          return size() > NICS;
        }
      };

  /** Writes down a step. The same step with the same detail again only moves its time. */
  public synchronized void note(MacAddress nic, BootStep step, String detail) {
    Deque<BootNote> own = notes.computeIfAbsent(nic, first -> new ArrayDeque<>(8));
    BootNote note = new BootNote(clock.instant(), step, detail);
    BootNote last = own.peekLast();
    if (last != null && last.step() == step && last.detail().equals(note.detail())) {
      own.removeLast();
    }
    own.addLast(note);
    if (own.size() > NOTES_EACH) {
      own.removeFirst();
    }
  }

  /** The notes of these NICs, the oldest first. */
  public synchronized List<BootNote> of(Collection<MacAddress> nics) {
    List<BootNote> all = new ArrayList<>();
    for (MacAddress nic : nics) {
      all.addAll(notes.getOrDefault(nic, new ArrayDeque<>()));
    }
    all.sort(Comparator.comparing(BootNote::at));
    return all;
  }
}
