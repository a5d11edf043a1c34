package io.bloomery.node;

import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** The seat of each machine, and who sits on it. */
@Component
class Seats {
  private final Map<String, Seat> byMachine = new ConcurrentHashMap<>();
  private final Map<String, String> machineOfTask = new ConcurrentHashMap<>();
  private final Map<String, LiveSession> byToken = new ConcurrentHashMap<>();

  /** Of each machine, the hash of the one token that counts. */
  private final Map<String, String> tokenOf = new ConcurrentHashMap<>();

  private final BootSessions sessions;
  private final Machines machines;
  private final NodeSettings settings;

  Seats(BootSessions sessions, Machines machines, NodeSettings settings) {
    this.sessions = sessions;
    this.machines = machines;
    this.settings = settings;
  }

  Seat of(String machine) {
    return byMachine.computeIfAbsent(machine, id -> new Seat());
  }

  /** A machine has just registered. */
  void sit(String token, BootSession session, Machine machine) {
    Seat seat = of(machine.id());
    seat.seen(session, System.nanoTime());
    seat.registered(System.nanoTime());
    // One of which nothing is wanted is looked at with its first question, so that it need not
    // wait.
    long checked = machine.bootTarget() == BootTarget.OFF ? LiveSession.NEVER : System.nanoTime();
    remember(BootSessions.hash(token), new LiveSession(session, seat, checked));
  }

  /** In place of the machine's earlier one, or one that registers again and again fills memory. */
  private void remember(String hash, LiveSession live) {
    byToken.put(hash, live);
    String before = tokenOf.put(live.machine(), hash);
    if (before != null && !before.equals(hash)) {
      byToken.remove(before);
    }
  }

  /** Whether the machine may register once more now; a few at once, then one a minute. */
  boolean mayRegister(String machine) {
    return of(machine).mayRegister(System.nanoTime());
  }

  /** How many sessions are in memory. */
  int sessions() {
    return byToken.size();
  }

  /**
   * The session with this token, alive and of the machine's present boot.
   *
   * @throws Refused if it is over
   */
  LiveSession speaker(String token) {
    String hash = BootSessions.hash(token);
    LiveSession live = byToken.get(hash);
    if (live == null) {
      BootSession stored =
          sessions.find(token).orElseThrow(() -> Refused.stale("session: not known, or replaced"));
      live = new LiveSession(stored, of(stored.machine()), LiveSession.NEVER);
      remember(hash, live);
    }
    if (!live.seat.seen(live.session, System.nanoTime())) {
      byToken.remove(hash);
      throw Refused.stale("session: the machine has registered again since");
    }
    if (System.nanoTime() - live.checkedAt > settings.lookAgain().toNanos()) {
      try {
        check(live);
      } catch (Refused over) {
        byToken.remove(hash);
        throw over;
      }
    }
    return live;
  }

  /** Compares the session with the registry, and returns the machine as it is there. */
  Machine check(LiveSession live) {
    Machine machine =
        machines
            .find(live.machine())
            .orElseThrow(() -> Refused.stale("machine " + live.machine() + ": was removed"));
    if (machine.bootGeneration() != live.session.generation()) {
      throw Refused.stale(
          "session: of boot "
              + live.session.generation()
              + " (expected: of boot "
              + machine.bootGeneration()
              + ")");
    }
    if (machine.bootTarget() != BootTarget.EPHEMERAL && live.seat.next().isEmpty()) {
      throw Refused.stale("machine " + machine.name() + ": is not to be in RAM any more");
    }
    live.checkedAt = System.nanoTime();
    return machine;
  }

  Optional<Poll> add(OpenTask open) {
    machineOfTask.put(open.task.id(), open.task.machine());
    return of(open.task.machine()).add(open);
  }

  void remove(String taskId) {
    String machine = machineOfTask.remove(taskId);
    if (machine != null) {
      of(machine).remove(taskId);
    }
  }

  /** Removes this task, but not one of the same id that was offered since. */
  void removeIf(OpenTask open) {
    if (of(open.task.machine()).removeIf(open)) {
      machineOfTask.remove(open.task.id());
    }
  }

  /** Reserves the machine's task of this topic for the caller; null if there is none. */
  OpenTask begin(String machine, String topic) {
    Seat seat = of(machine);
    return seat.ofTopic(topic).filter(seat::begin).orElse(null);
  }

  void putBack(OpenTask open) {
    of(open.task.machine()).putBack(open);
  }

  /** Calls back for each task whose machine has been silent for too long. */
  void eachLost(BiConsumer<Seat, OpenTask> lost) {
    long before = System.nanoTime() - settings.lostAfter().toNanos();
    byMachine.forEach(
        (machine, seat) -> seat.lost(before).forEach(open -> lost.accept(seat, open)));
  }

  /** The tasks that end by a report of the machine instead of its coming for them. */
  void eachUnfetched(Consumer<OpenTask> action) {
    byMachine.values().forEach(seat -> seat.unfetched().forEach(action));
  }

  /** What a restart does. */
  void forgetAll() {
    byToken.clear();
    tokenOf.clear();
    byMachine.clear();
    machineOfTask.clear();
  }

  /** Frees the memory of sessions that are over and of machines that are gone. */
  void tidy() {
    long before = System.nanoTime() - 10 * settings.lostAfter().toNanos();
    byToken.values().removeIf(live -> live.seat.empty(before));
  }
}
