package io.bloomery.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is open for one machine: its tasks in the order they came, the session that is alive, and
 * the question for work that waits for an answer. Nothing of it is stored: tasks are offered again
 * after a restart, sessions are in the database, and agents ask again. Times are those of {@link
 * System#nanoTime}: setting the clock loses no machine.
 */
final class Seat {
  /**
   * A machine that crashes in RAM registers again with every boot. One that means harm does as fast
   * as it can, and each time is a row that must be kept while its token could be shown again.
   */
  private static final int REGISTRATIONS_AT_ONCE = 60;

  private static final long REGISTRATIONS_APART = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, OpenTask> tasks = new LinkedHashMap<>();
  private long session;
  private Poll waiting;
  private long seenAt = System.nanoTime();
  private Progress progress;

  /** When all registrations so far would have been if they had come evenly. */
  private long registered = System.nanoTime() - REGISTRATIONS_AT_ONCE * REGISTRATIONS_APART;

  synchronized boolean mayRegister(long now) {
    return registered + REGISTRATIONS_APART <= now;
  }

  synchronized void registered(long now) {
    registered =
        REGISTRATIONS_APART
            + Math.max(registered, now - REGISTRATIONS_AT_ONCE * REGISTRATIONS_APART);
  }

  /** Notes that this session spoke; false if the machine has registered again since. */
  synchronized boolean seen(BootSession speaker, long now) {
    if (speaker.id() < session) {
      return false;
    }
    session = speaker.id();
    seenAt = now;
    return true;
  }

  /** Adds a task and returns the question that can now be answered, if one waits. */
  synchronized Optional<Poll> add(OpenTask open) {
    tasks.put(open.task.id(), open);
    return open.topic.fetched() ? takeWaiting() : Optional.empty();
  }

  synchronized void remove(String taskId) {
    tasks.remove(taskId);
  }

  synchronized boolean removeIf(OpenTask open) {
    return tasks.remove(open.task.id(), open);
  }

  /**
   * The oldest task for the agent. It stays open until it is answered, so a lost hand-out is
   * repeated.
   */
  synchronized Optional<OpenTask> next() {
    return tasks.values().stream()
        .filter(open -> open.topic.fetched() && !open.finishing)
        .findFirst();
  }

  /** The next task, or else the question waits, in place of an older one. */
  synchronized Optional<OpenTask> nextOrWait(Poll poll) {
    Optional<OpenTask> next = next();
    if (next.isEmpty()) {
      takeWaiting().ifPresent(Poll::nothing);
      waiting = poll;
    }
    return next;
  }

  synchronized void stopWaiting(Poll poll) {
    if (waiting == poll) {
      waiting = null;
    }
  }

  private Optional<Poll> takeWaiting() {
    Poll taken = waiting;
    waiting = null;
    return Optional.ofNullable(taken);
  }

  synchronized Optional<OpenTask> find(String taskId) {
    return Optional.ofNullable(tasks.get(taskId));
  }

  synchronized List<OpenTask> unfetched() {
    return tasks.values().stream().filter(open -> !open.topic.fetched()).toList();
  }

  synchronized Optional<OpenTask> ofTopic(String topic) {
    return tasks.values().stream().filter(open -> open.task.topic().equals(topic)).findFirst();
  }

  /**
   * Reserves the task for the caller, who hands in its answer; false if somebody does so already.
   */
  synchronized boolean begin(OpenTask open) {
    if (open.finishing || tasks.get(open.task.id()) != open) {
      return false;
    }
    open.finishing = true;
    return true;
  }

  /** The answer could not be handed in: the task is open again. */
  synchronized void putBack(OpenTask open) {
    open.finishing = false;
  }

  synchronized void progress(Progress now) {
    progress = now;
  }

  /** What the machine last said of a task that is still open. */
  synchronized Optional<Progress> progress() {
    return Optional.ofNullable(progress).filter(last -> tasks.containsKey(last.task()));
  }

  /**
   * Tasks that have been open for longer than the machine may be silent, without a sign of life
   * from it.
   */
  synchronized List<OpenTask> lost(long before) {
    List<OpenTask> lost = new ArrayList<>();
    for (OpenTask open : tasks.values()) {
      if (open.topic.fetched() && !open.finishing && Math.max(seenAt, open.offeredAt) < before) {
        lost.add(open);
      }
    }
    return lost;
  }

  /** Nobody sits here and nothing lies here. */
  synchronized boolean empty(long before) {
    return tasks.isEmpty() && waiting == null && seenAt < before;
  }
}
