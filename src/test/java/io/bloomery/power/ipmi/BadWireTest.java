package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.PowerState;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What may become of datagrams on their way, or be made of them. */
class BadWireTest {
  private final TestBmc bmc = new TestBmc();
  private IpmiDriver driver = driver(Duration.ofSeconds(15));

  @AfterEach
  void stop() {
    driver.close();
    bmc.close();
  }

  @Test
  void everyThirdDatagramIsLost() {
    AtomicInteger count = new AtomicInteger(1);
    bmc.inwards = bmc.outwards = it -> count.incrementAndGet() % 3 == 0 ? List.of() : List.of(it);
    assertThat(state()).isEqualTo(PowerState.OFF);
    driver.turnOn(target());
    assertThat(state()).isEqualTo(PowerState.ON);
  }

  /** Also when it is the one by which the session becomes valid. */
  @Test
  void eachDatagramIsLostOnce() {
    for (int lost = 1; lost <= 7; lost++) {
      AtomicInteger left = new AtomicInteger(lost);
      bmc.outwards = it -> left.decrementAndGet() == 0 ? List.of() : List.of(it);
      driver = fresh();
      assertThat(state()).as("answer " + lost + " is lost").isEqualTo(PowerState.OFF);
    }
  }

  @Test
  void everyDatagramComesTwice() {
    bmc.inwards = bmc.outwards = it -> List.of(it, it);
    driver.turnOn(target());
    driver.turnOff(target());
    driver.turnOn(target());
    assertThat(state()).isEqualTo(PowerState.ON);
    assertThat(bmc.machine.deeds).containsExactly("control 1", "control 0", "control 1");
  }

  @Test
  void garbageBetweenAnswersIsPassedOver() {
    Random random = new Random(17);
    bmc.outwards =
        it -> {
          List<byte[]> all = new ArrayList<>();
          for (int length : new int[] {0, 1, 4, 14, 16, 40, 1024}) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            all.add(garbage);
            byte[] beginning = java.util.Arrays.copyOf(it, length);
            all.add(beginning); // cut or lengthened
          }
          all.add(it);
          return all;
        };
    assertThat(state()).isEqualTo(PowerState.OFF);
    assertThat(state()).isEqualTo(PowerState.OFF);
  }

  @Test
  void nothingButGarbageIsPassingAndSaysSo() {
    driver = fresh(Duration.ofSeconds(2));
    bmc.outwards = it -> List.of("HTTP/1.1 400 Bad Request".getBytes());
    long begin = System.nanoTime();
    assertThatThrownBy(this::state)
        .isInstanceOf(PassingFailure.class)
        .hasMessageContaining(bmc.endpoint())
        .hasMessageContaining("sent 24 bytes that are no IPMI");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aFloodEndsInTime() {
    driver = fresh(Duration.ofSeconds(2));
    bmc.outwards = it -> Collections.nCopies(20_000, new byte[64]);
    long begin = System.nanoTime();
    assertThatThrownBy(this::state).isInstanceOf(PassingFailure.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void aSlowBmcIsWaitedFor() {
    bmc.inwards =
        it -> {
          Thread.sleep(700);
          return List.of(it);
        };
    assertThat(state()).isEqualTo(PowerState.OFF);
  }

  /** Whatever bit of an answer is turned, it says nothing. */
  @Test
  void anAlteredAnswerIsNoAnswer() {
    driver = fresh(Duration.ofMillis(300));
    byte[] sample = sample();
    for (int at = 4; at < sample.length; at += 3) {
      int position = at;
      bmc.outwards =
          it -> {
            if (it.length == sample.length) {
              it[position] ^= 0x01;
            }
            return List.of(it);
          };
      assertThatThrownBy(this::state).as("byte " + at).isInstanceOf(PassingFailure.class);
    }
    bmc.outwards = List::of;
    assertThat(state()).isEqualTo(PowerState.OFF);
  }

  /** Message numbers are used again after 64, so that a recorded answer would fit. */
  @Test
  void aRecordedAnswerIsNoAnswer() {
    List<byte[]> recorded = new ArrayList<>();
    bmc.outwards =
        it -> {
          recorded.add(it.clone());
          return List.of(it);
        };
    assertThat(state()).isEqualTo(PowerState.OFF);
    int first = recorded.size() - 1;
    for (int i = 1; i < 64; i++) {
      state();
    }
    bmc.machine.on = true;
    bmc.outwards = it -> List.of(recorded.get(first), it);
    assertThat(state()).isEqualTo(PowerState.ON);
  }

  @Test
  void anAnswerOutOfASessionIsNoneWithin() throws Exception {
    driver = fresh(Duration.ofMillis(300));
    byte[] sample = sample();
    byte[] status = TestMachine.response(IpmiMessage.request(Command.GET_CHASSIS_STATUS, 2), 0, 1);
    bmc.outwards = it -> List.of(it.length == sample.length ? RmcpPacket.version15(status) : it);
    assertThatThrownBy(this::state).isInstanceOf(PassingFailure.class);
  }

  /** The answer to Get Chassis Status, by which its length is known. */
  private byte[] sample() {
    List<byte[]> recorded = new ArrayList<>();
    bmc.outwards =
        it -> {
          recorded.add(it.clone());
          return List.of(it);
        };
    state();
    return recorded.get(recorded.size() - 1);
  }

  private PowerState state() {
    return driver.state(target());
  }

  private PowerTarget target() {
    return new PowerTarget("m1", bmc.settings());
  }

  private IpmiDriver fresh() {
    return fresh(Duration.ofSeconds(15));
  }

  private IpmiDriver fresh(Duration answer) {
    driver.close();
    return driver(answer);
  }

  private static IpmiDriver driver(Duration answer) {
    return new IpmiDriver(new IpmiSettings(answer, Duration.ofSeconds(20)));
  }
}
