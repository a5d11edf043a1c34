package io.bloomery.power.redfish;

import io.bloomery.power.PassingFailure;
import io.bloomery.power.http.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Sees an action through that was accepted as a task (DSP0266, section "Asynchronous operations").
 */
final class TaskWatch {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** What happened is read back anyway; a task is watched for the reason it gives if it fails. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** TaskState, DSP0268, of tasks that are over and did not do it. */
  private static final Set<String> FAILED =
      Set.of("Exception", "Killed", "Cancelled", "Interrupted");

  private static final Set<String> GOING_ON =
      Set.of("New", "Starting", "Running", "Pending", "Service", "Suspended", "Stopping");

  private TaskWatch() {}

  /**
   * The answer in the end, or the last one heard in time.
   *
   * @throws PassingFailure if the task failed
   */
  static Answer settled(Bmc bmc, Answer first, Deadline whole) {
    Optional<String> monitor = first.status() == 202 ? first.location() : Optional.empty();
    Deadline deadline = whole.atMost(PATIENCE);
    Answer answer = first;
    Duration pause = FIRST_PAUSE;
    while (monitor.isPresent() && goesOn(answer)) {
      if (!slept(deadline, pause)) {
        return answer;
      }
      Answer seen = bmc.get(monitor.get(), whole);
      if (seen.status() == 404) {
        return answer; // forgotten, as finished tasks may be
      }
      answer = seen;
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    String state = state(answer);
    if (FAILED.contains(state)) {
      throw new PassingFailure(
          "%s: the task ended as %s%s".formatted(first.question(), state, answer.reasons()));
    }
    return answer;
  }

  private static boolean goesOn(Answer answer) {
    return answer.good()
        && (GOING_ON.contains(state(answer)) || answer.status() == 202 && state(answer).isEmpty());
  }

  private static String state(Answer answer) {
    return Answer.text(answer.json(), "/TaskState").orElse("");
  }

  private static boolean slept(Deadline deadline, Duration pause) {
    try {
      return deadline.pause(pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new PassingFailure("stopped while a task was going on", stopped);
    }
  }
}
