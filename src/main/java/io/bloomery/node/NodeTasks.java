package io.bloomery.node;

import io.bloomery.database.Durable;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import io.bloomery.worker.TaskBoard;
import io.bloomery.worker.TaskTaker;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tasks that machines do themselves, from the offer to the answer. Which are open is kept in
 * memory: handing one out and hearing of its progress write nothing, and after a restart they are
 * all offered again.
 */
@Component
class NodeTasks implements TaskTaker {
  private static final Logger LOG = LoggerFactory.getLogger(NodeTasks.class);

  private final Map<String, Topic> topics = new HashMap<>();
  private final Seats seats;
  private final BootSessions sessions;
  private final FirstBoots firstBoots;
  private final Machines machines;
  private final ObjectProvider<TaskBoard> board;
  private final TransactionTemplate transaction;
  private final Durable durable;
  private final NodeSettings settings;
  private final Clock clock = Clock.systemUTC();
  private final long startedAt = System.nanoTime();

  /** For what may not hold up the engine's threads. */
  private final ScheduledExecutorService errands =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "node-errands");
            thread.setDaemon(true);
            return thread;
          });

  NodeTasks(
      List<Topic> topics,
      Seats seats,
      BootSessions sessions,
      FirstBoots firstBoots,
      Machines machines,
      ObjectProvider<TaskBoard> board,
      PlatformTransactionManager transactions,
      Durable durable,
      NodeSettings settings) {
    topics.forEach(topic -> this.topics.put(TopicNames.of(topic.getClass()), topic));
    this.seats = seats;
    this.sessions = sessions;
    this.firstBoots = firstBoots;
    this.machines = machines;
    this.board = board;
    this.durable = durable;
    this.settings = settings;
    transaction = new TransactionTemplate(transactions);
    long pause = Math.max(100, settings.lostAfter().toMillis() / 18);
    errands.scheduleWithFixedDelay(quietly(this::sweep), pause, pause, TimeUnit.MILLISECONDS);
    errands.scheduleWithFixedDelay(quietly(this::tidy), 1, 60, TimeUnit.MINUTES);
  }

  @Override
  public boolean takes(String topic) {
    return topics.containsKey(topic);
  }

  @Override
  public List<String> variables(String topic) {
    return topics.get(topic).variables();
  }

  @Override
  public void offer(Task task) {
    OpenTask open = new OpenTask(task, topics.get(task.topic()));
    Optional<Poll> waiting = seats.add(open);
    if (waiting.isPresent()) {
      errands.execute(quietly(() -> answer(waiting.get())));
    } else if (!open.topic.fetched()) {
      // What it waits for may have happened before: no report comes too early.
      errands.execute(quietly(() -> finishIfReported(open)));
    }
  }

  @Override
  public void withdraw(String taskId) {
    seats.remove(taskId);
  }

  /** What the machine last said of the task it works on. */
  public Optional<Progress> progress(String machine) {
    return seats.of(machine).progress();
  }

  /**
   * Answers a question for work now, or when there is some, or with nothing when its time is over.
   */
  Poll poll(String token) {
    LiveSession session = seats.speaker(token);
    Poll poll = new Poll(session, settings.pollTime());
    poll.answer.onTimeout(
        () -> {
          session.seat.stopWaiting(poll);
          poll.nothing();
        });
    poll.answer.onCompletion(() -> session.seat.stopWaiting(poll));
    if (session.seat.nextOrWait(poll).isPresent()) {
      answer(poll);
    }
    return poll;
  }

  private void answer(Poll poll) {
    try {
      Machine machine = seats.check(poll.session);
      Optional<OpenTask> next = poll.session.seat.next();
      if (next.isPresent()) {
        // A machine at work on a task that a crash undid would have to do it again under a new id.
        durable.until(next.get().offeredAt);
        poll.answer.setResult(HandOut.of(next.get(), machine));
      } else {
        poll.nothing();
      }
    } catch (RuntimeException trouble) {
      poll.answer.setErrorResult(trouble);
    }
  }

  /** A sign of life from the machine that works on this task. */
  void progress(String token, String taskId, int percent, String text) {
    LiveSession session = seats.speaker(token);
    Optional<OpenTask> open = session.seat.find(taskId);
    if (open.isPresent()) {
      session.seat.progress(
          new Progress(taskId, open.get().task.step(), percent, text, clock.instant()));
    } else if (!settling()) {
      throw Refused.unwanted("task " + taskId + ": is not wanted any more");
    }
  }

  /** The task this machine has been given; refused if it is not wanted any more. */
  Task taskOf(String token, String taskId) {
    LiveSession session = seats.speaker(token);
    return session.seat.find(taskId).map(open -> open.task).orElseThrow(() -> notOpen(taskId));
  }

  /**
   * Refuses images to a machine that has no task to write one: streams are few, and some that only
   * keep them busy would keep all others from being deployed.
   */
  void mustWriteAnImage(LiveSession session) {
    if (session.seat.ofTopic(WriteImageTopic.NAME).isEmpty()) {
      throw settling()
          ? Refused.later("image: not known yet who writes one, the controller has just started")
          : Refused.unwanted("image: the machine has no task to write one");
    }
  }

  private Refused notOpen(String taskId) {
    return settling()
        ? Refused.later("task " + taskId + ": not known yet, the controller has just started")
        : Refused.unwanted("task " + taskId + ": is not wanted any more");
  }

  /** The machine has done the task. Told twice, it changes nothing. */
  void done(String token, String taskId, byte[] answer) {
    handIn(token, taskId, open -> open.topic.accept(open.task, answer));
  }

  /** The machine could not do the task. */
  void failed(String token, String taskId, String code, String message) {
    LOG.warn("Task {} failed on its machine: {} {}", taskId, code, message);
    handIn(token, taskId, open -> Failure.of(code, message));
  }

  /** A task is withdrawn when another boot is ordered, so one that is open is of this boot. */
  private void handIn(String token, String taskId, Function<OpenTask, Outcome> judge) {
    LiveSession session = seats.speaker(token);
    OpenTask open = session.seat.find(taskId).filter(it -> it.topic.fetched()).orElse(null);
    if (open == null) {
      if (settling()) {
        throw notOpen(taskId);
      }
      return;
    }
    if (!finish(session.seat, open, () -> judge.apply(open))) {
      throw Refused.later("task " + taskId + ": its answer is being handed in");
    }
  }

  /**
   * Hands in the outcome; the work it takes to find it is in the same transaction. False if
   * somebody else does so.
   */
  private boolean finish(Seat seat, OpenTask open, Supplier<Outcome> outcome) {
    if (!seat.begin(open)) {
      return false;
    }
    boolean ended = false;
    // What the end of this task leads to may be offered while it is being handed in.
    try {
      transaction.executeWithoutResult(
          status -> board.getObject().finish(open.task, outcome.get()));
      ended = true;
    } catch (TaskBoard.TaskGone gone) {
      LOG.info("{}", gone.getMessage());
      ended = true;
    } catch (Refused malformed) {
      refuse(open, malformed);
      ended = true;
      throw malformed;
    } finally {
      if (ended) {
        seats.removeIf(open);
      } else {
        seat.putBack(open);
      }
    }
    return true;
  }

  /**
   * An answer that makes no sense will not make more when it is repeated, so the task is tried
   * afresh.
   */
  private void refuse(OpenTask open, Refused malformed) {
    LOG.warn(
        "Machine {} answered {} with nonsense: {}",
        open.task.machine(),
        open.task.step(),
        malformed.getMessage());
    try {
      transaction.executeWithoutResult(
          status -> board.getObject().finish(open.task, Outcome.tryAgain(malformed.getMessage())));
    } catch (TaskBoard.TaskGone gone) {
      LOG.info("{}", gone.getMessage());
    }
  }

  private void finishIfReported(OpenTask open) {
    Task task = open.task;
    boolean reported =
        task.topic().equals(ReportInTopic.NAME)
            ? sessions.registered(task.machine(), machines.get(task.machine()).bootGeneration())
            : firstBoots.reported(task.process());
    if (reported) {
      finish(seats.of(task.machine()), open, Outcome::done);
    }
  }

  /**
   * Refuses a report of a deployment that is over: its token lies on a disk for ever, and who held
   * the machine then must not name the host key of who holds it now.
   */
  void mustRun(String deployment) {
    if (!board.getObject().runs(deployment)) {
      throw Refused.stale("first-boot token: of deployment " + deployment + ", which is over");
    }
  }

  /** The installed system has come up and says so; it may do so before anybody waits for it. */
  void firstBootReported(String machine, String deployment, Runnable kept) {
    transaction.executeWithoutResult(status -> kept.run());
    // Looked for after the commit: a task offered meanwhile finds the report by itself.
    OpenTask open = seats.of(machine).ofTopic(ReportFirstBootTopic.NAME).orElse(null);
    if (open != null && open.task.process().equals(deployment)) {
      finish(seats.of(machine), open, Outcome::done);
    }
  }

  /** A machine has registered; ends a wait for it that was offered while that was being stored. */
  void registered(String machine) {
    seats
        .of(machine)
        .ofTopic(ReportInTopic.NAME)
        .ifPresent(open -> errands.execute(quietly(() -> finishIfReported(open))));
  }

  private void sweep() {
    seats.eachLost(
        (seat, open) -> {
          String silence = "no sign of life for " + settings.lostAfter().toSeconds() + " s";
          LOG.warn(
              "Machine {} is lost while it should do \"{}\": {}",
              open.task.machine(),
              open.task.step(),
              silence);
          quietly(() -> finish(seat, open, () -> Outcome.rejected("node.lost", silence))).run();
        });
    // A report whose end could not be stored when it came.
    seats.eachUnfetched(open -> quietly(() -> finishIfReported(open)).run());
  }

  private void tidy() {
    seats.tidy();
    sessions.forgetOld();
  }

  private boolean settling() {
    return System.nanoTime() - startedAt < settings.settling().toNanos();
  }

  private static Runnable quietly(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException trouble) {
        LOG.warn(
            "A task of a machine could not be dealt with, will be tried again: {}",
            trouble.toString());
      }
    };
  }

  @PreDestroy
  void close() {
    errands.shutdownNow();
  }
}
