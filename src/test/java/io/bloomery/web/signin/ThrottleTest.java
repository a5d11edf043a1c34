package io.bloomery.web.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private static final class MovedClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final MovedClock clock = new MovedClock();
  private final Throttle throttle = new Throttle(clock);

  @Test
  void pausesGrowUpToFiveMinutesAndEnd() {
    wrong(4, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isZero();
    wrong(1, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isEqualTo(Duration.ofSeconds(8));
    wrong(3, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isEqualTo(Duration.ofSeconds(64));
    wrong(40, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isEqualTo(Duration.ofMinutes(5));
    clock.now = clock.now.plus(Duration.ofMinutes(16));
    assertThat(throttle.pause("anna", "a")).isZero();
    wrong(1, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isZero();
  }

  @Test
  void guessingFromOneAddressHindersNobodyElsewhere() {
    wrong(30, "admin", "attacker");
    assertThat(throttle.pause("admin", "attacker")).isPositive();
    assertThat(throttle.pause("admin", "desk")).isZero();
    assertThat(throttle.pause("anna", "attacker")).isZero();
  }

  @Test
  void onePasswordTriedOnManyNamesIsNoticed() {
    for (int i = 0; i < 60; i++) {
      throttle.wrong("person" + i, "attacker");
    }
    assertThat(throttle.pause("person99", "attacker")).isPositive();
  }

  @Test
  void theRightPasswordClearsTheCount() {
    wrong(4, "anna", "a");
    throttle.right("anna", "a");
    wrong(4, "anna", "a");
    assertThat(throttle.pause("anna", "a")).isZero();
  }

  private void wrong(int times, String name, String address) {
    for (int i = 0; i < times; i++) {
      throttle.wrong(name, address);
    }
  }
}
