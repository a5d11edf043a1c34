package io.bloomery.boot.journal;

import io.bloomery.machine.MacAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
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
  private static final int NOTES = 100_000;
  private static final int NOTES_EACH = 24;

  private final Clock clock = Clock.systemUTC();

  /** The NIC heard last is the last. */
  private final Map<MacAddress, Deque<BootNote>> notes = new LinkedHashMap<>(256, 0.75f, true);

  private int count;

  /** Writes down a step. The same again, or another place in line, takes the last one's place. */
  public synchronized void note(MacAddress nic, BootStep step, String detail) {
    Deque<BootNote> own = notes.computeIfAbsent(nic, first -> new ArrayDeque<>(8));
    BootNote note = new BootNote(clock.instant(), step, detail);
    BootNote last = own.peekLast();
    if (last != null
        && last.step() == step
        && (step == BootStep.WAITS || last.detail().equals(note.detail()))) {
      own.removeLast();
      count--;
    }
    own.addLast(note);
    count++;
    if (own.size() > NOTES_EACH) {
      own.removeFirst();
      count--;
    }
    while (notes.size() > NICS || count > NOTES) {
      Iterator<Deque<BootNote>> eldest = notes.values().iterator();
      count -= eldest.next().size();
      eldest.remove();
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
