package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {
  private static final Duration STAY = Duration.ofSeconds(90);

  private long now;

  private AdmissionQueue queue(int most) {
    return new AdmissionQueue(most, STAY, () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void letsInSoManyAndTheOthersInTheirOrder() {
    AdmissionQueue queue = queue(2);
    assertThat(queue.ask("a")).isZero();
    assertThat(queue.ask("b")).isZero();
    assertThat(queue.ask("c")).isEqualTo(1);
    assertThat(queue.ask("d")).isEqualTo(2);
    assertThat(queue.ask("a")).isZero();
    assertThat(queue.place("d")).isEqualTo(2);
    assertThat(queue.place("a")).isZero();
    queue.leave("a");
    assertThat(queue.ask("d")).isEqualTo(2);
    assertThat(queue.ask("c")).isZero();
    assertThat(queue.ask("d")).isEqualTo(1);
  }

  @Test
  void whoIsNotFirstNeedNotWaitUntilTheFirstAsksIfThereIsRoomForBoth() {
    AdmissionQueue queue = queue(2);
    List.of("a", "b", "c", "d", "e").forEach(queue::ask);
    queue.leave("a");
    queue.leave("b");
    assertThat(queue.ask("e")).isEqualTo(3);
    assertThat(queue.ask("d")).isZero();
    assertThat(queue.ask("e")).isEqualTo(2);
    assertThat(queue.ask("c")).isZero();
  }

  @Test
  void theSilentArePassedOverAndHaveTheirPlaceWhenTheyComeBack() {
    AdmissionQueue queue = queue(1);
    List.of("a", "restarts", "c", "d").forEach(queue::ask);
    for (int i = 0; i < 7; i++) {
      pass(Duration.ofSeconds(10));
      queue.alive("a");
      queue.ask("c");
      queue.ask("d");
    }
    assertThat(queue.place("c")).isEqualTo(1);
    assertThat(queue.place("restarts")).as("does not wait while it does not ask").isZero();
    assertThat(queue.ask("restarts")).isEqualTo(1);
    assertThat(queue.place("c")).isEqualTo(2);
  }

  @Test
  void thePlaceOfTheDeadIsForgottenInTheEnd() {
    AdmissionQueue queue = queue(1);
    List.of("a", "dead", "c").forEach(queue::ask);
    pass(AdmissionQueue.KEPT.plusSeconds(1));
    assertThat(queue.ask("new")).isZero();
    assertThat(queue.length()).isZero();
    assertThat(queue.ask("newer")).isEqualTo(1);
    assertThat(queue.ask("dead")).isEqualTo(2);
  }

  @Test
  void whoGivesNoSignInsideLosesItsTurn() {
    AdmissionQueue queue = queue(1);
    queue.ask("a");
    pass(Duration.ofSeconds(80));
    queue.alive("a");
    pass(Duration.ofSeconds(80));
    assertThat(queue.ask("b")).isEqualTo(1);
    // Asking on is no sign of life: what restarts for ever would keep others out for ever.
    queue.ask("a");
    pass(Duration.ofSeconds(11));
    assertThat(queue.ask("b")).isZero();
    assertThat(queue.ask("a")).isEqualTo(1);
  }

  @Test
  void aliveAndLeaveOfStrangersChangeNothing() {
    AdmissionQueue queue = queue(1);
    queue.alive("x");
    queue.leave("x");
    assertThat(queue.ask("a")).isZero();
    queue.ask("b");
    pass(AdmissionQueue.SILENCE.plusSeconds(1));
    queue.alive("b");
    assertThat(queue.ask("c")).as("b only says that it lives, it does not ask").isEqualTo(1);
  }

  @Test
  void noLimitRemembersNobody() {
    AdmissionQueue queue = queue(0);
    for (int i = 0; i < 100; i++) {
      assertThat(queue.ask("k" + i)).isZero();
    }
    assertThat(queue.length()).isZero();
  }

  @Test
  void aFloodOfMadeUpKeysIsBoundedAndGoesAway() {
    AdmissionQueue queue = queue(1);
    queue.ask("inside");
    assertThat(queue.ask("honest")).isEqualTo(1);
    for (int i = 0; i < AdmissionQueue.LONGEST + 500; i++) {
      queue.ask("flood" + i);
    }
    assertThat(queue.length()).isEqualTo(AdmissionQueue.LONGEST);
    assertThat(queue.ask("late")).isEqualTo(AdmissionQueue.LONGEST + 1);
    assertThat(queue.ask("honest")).as("whoever was there before").isEqualTo(1);
    pass(Duration.ofSeconds(50));
    queue.ask("honest");
    pass(Duration.ofSeconds(11));
    assertThat(queue.ask("late")).as("the flood has not asked again").isEqualTo(2);
    assertThat(queue.length()).isEqualTo(2);
  }

  @Test
  void placesNearTheDoorAskMoreOften() {
    AdmissionQueue queue = queue(32);
    assertThat(queue.pause(1)).isLessThan(queue.pause(33));
    assertThat(Duration.ofSeconds(queue.pause(500))).isLessThan(AdmissionQueue.SILENCE);
  }

  /**
   * 500 machines switched on within a minute, each asks as it is told to, loads for about half a
   * minute and leaves; one in ten dies in line and one in twenty while it loads.
   */
  @Test
  void fiveHundredGetThroughInOrderThoughSomeDie() {
    int most = 32;
    AdmissionQueue queue = queue(most);
    Random random = new Random(1);
    Map<Integer, Integer> asks = new LinkedHashMap<>();
    Map<Integer, Integer> loads = new HashMap<>();
    // Machine n asks for the first time in second n / 8, so their numbers are their order.
    for (int machine = 0; machine < 500; machine++) {
      asks.put(machine, machine / 8);
    }
    List<Integer> through = new ArrayList<>();
    int newest = -1;
    int second = 0;
    for (; !asks.isEmpty() || !loads.isEmpty(); second++) {
      assertThat(second).isLessThan(1200);
      for (int machine : List.copyOf(loads.keySet())) {
        queue.alive("m" + machine);
        if (loads.get(machine) <= second) {
          loads.remove(machine);
          through.add(machine);
          queue.leave("m" + machine);
        }
      }
      for (int machine : List.copyOf(asks.keySet())) {
        if (asks.get(machine) > second) {
          continue;
        }
        int place = queue.ask("m" + machine);
        if (place > 0) {
          asks.put(machine, second + queue.pause(place));
        } else {
          assertThat(machine)
              .as("overtakes only with whom it may go in")
              .isGreaterThan(newest - 2 * most);
          newest = Math.max(newest, machine);
        }
        if (place == 0 || machine % 10 == 3) {
          asks.remove(machine);
        }
        if (place == 0 && machine % 20 != 4) {
          loads.put(machine, second + 20 + random.nextInt(20));
        }
      }
      assertThat(loads.size()).isLessThanOrEqualTo(most);
      pass(Duration.ofSeconds(1));
    }
    Set<Integer> expected = new HashSet<>();
    for (int machine = 0; machine < 500; machine++) {
      // The first are let in at once, so that none of them dies in line.
      if (machine % 20 != 4 && (machine % 10 != 3 || machine < most)) {
        expected.add(machine);
      }
    }
    assertThat(through).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected).hasSizeGreaterThan(424);
  }

  @Test
  void manyThreadsNeverGetMoreInThanThereIsRoom() throws Exception {
    AdmissionQueue queue = new AdmissionQueue(8, STAY, System::nanoTime);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    AtomicInteger through = new AtomicInteger();
    ExecutorService machines = Executors.newFixedThreadPool(64);
    for (int i = 0; i < 500; i++) {
      String key = "m" + i;
      machines.execute(
          () -> {
            while (queue.ask(key) > 0) {
              Thread.onSpinWait();
              Thread.yield();
            }
            peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            queue.leave(key);
            through.incrementAndGet();
          });
    }
    machines.shutdown();
    assertThat(machines.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(through).hasValue(500);
    assertThat(peak.get()).isBetween(1, 8);
  }
}
