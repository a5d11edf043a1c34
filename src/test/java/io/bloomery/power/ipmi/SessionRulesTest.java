package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions are opened, kept and ended, and what a BMC may have against it. */
class SessionRulesTest {
  private final TestBmc bmc = new TestBmc();
  private final IpmiDriver driver =
      new IpmiDriver(new IpmiSettings(Duration.ofSeconds(8), Duration.ofMillis(1_500)));

  @AfterEach
  void stop() {
    driver.close();
    bmc.close();
  }

  @ParameterizedTest
  @EnumSource(CipherSuite.class)
  void speaksEachSuiteWhetherItIsListedOrNot(CipherSuite suite) {
    bmc.suites = EnumSet.of(suite);
    assertThat(state()).isEqualTo(PowerState.OFF);
    bmc.restart();
    assertThat(state()).isEqualTo(PowerState.OFF);
    bmc.listsSuites = false;
    try (IpmiDriver other =
        new IpmiDriver(new IpmiSettings(Duration.ofSeconds(8), Duration.ZERO))) {
      assertThat(other.state(target())).isEqualTo(PowerState.OFF);
    }
  }

  @Test
  void takesTheBetterSuiteOfTwo() throws Exception {
    try (Bmcs bmcs = new Bmcs(new IpmiSettings(Duration.ofSeconds(8), Duration.ofSeconds(8)))) {
      bmc.outwards =
          it -> {
            if (it[4] == 0x06 && it[5] == PayloadType.RMCPPLUS_OPEN_SESSION_RESPONSE.number()) {
              bmc.machine.deeds.add("authentication " + it[32]);
            }
            return java.util.List.of(it);
          };
      bmcs.use(Account.of(bmc.settings()), session -> new Chassis(session).powerState());
      assertThat(bmc.machine.deeds).containsExactly("authentication 3");
    }
  }

  @Test
  void aBmcWithoutAnySuiteWeSpeakIsFinal() {
    bmc.suites = EnumSet.noneOf(CipherSuite.class);
    assertFinal("refuses cipher suite 17 and 3");
    assertFinal(Map.of("suite", "3"), "refuses cipher suite 3");
  }

  @Test
  void aBmcThatSpeaks15AloneIsFinal() {
    bmc.speaks20 = false;
    assertFinal("speaks IPMI 1.5 alone");
  }

  @Test
  void aWrongPasswordIsFinalAndLeavesNoSession() {
    assertFinal(Map.of("password", "hunter2"), "another password for user " + TestBmc.USER);
    assertThat(bmc.sessions()).isZero();
  }

  @Test
  void aKeyOfTheBmcMustBeTheSame() {
    bmc.key = new byte[20];
    Arrays.fill(bmc.key, (byte) 'k');
    assertFinal("another key K_g than the machine's power settings, which have none");
    assertFinal(Map.of("key", "wrong"), "another key K_g");
    assertThat(driver.state(target(Map.of("key", "k".repeat(20))))).isEqualTo(PowerState.OFF);
    assertThat(driver.state(target(Map.of("key", "0x" + "6b".repeat(20)))))
        .isEqualTo(PowerState.OFF);
  }

  /** In no message, and in no cause that a log would print. */
  @Test
  void noFailureTellsASecret() {
    Map<String, String> secrets =
        Map.of("password", "hunter2-hunter2", "key", "0x" + "6b".repeat(20));
    assertUntold(catchThrowable(() -> driver.state(target(secrets))), "hunter2-hunter2");
    bmc.key = new byte[20];
    assertUntold(
        catchThrowable(() -> driver.state(target(Map.of("key", "0x" + "6b".repeat(20))))),
        "6b6b6b");
    assertUntold(
        catchThrowable(
            () -> driver.check(Map.of("endpoint", "x", "user", "y", "password", "z".repeat(21)))),
        "zzzzz");
    assertThat(Account.of(target(secrets).settings()).toString()).doesNotContain("hunter2", "6b6b");
  }

  private static void assertUntold(Throwable failure, String secret) {
    assertThat(failure).isNotNull();
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    assertThat(text.toString()).doesNotContain(secret);
  }

  @ParameterizedTest
  @CsvSource({
    "1, true, no room for another session",
    "2, true, forgets a session",
    "9, false, act as operator",
    "13, false, knows no user bloomery",
    "18, false, status 12h"
  })
  void saysWhyNoSessionIsOpened(int status, boolean passing, String words) {
    bmc.openStatus = status;
    assertThatThrownBy(this::state)
        .isInstanceOf(passing ? PassingFailure.class : FinalFailure.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "195, true, too long within itself",
    "212, false, may act as operator",
    "213, true, not in its present state",
    "193, false, does not know this command",
    "204, false, code cch"
  })
  void saysWhyAnOrderIsRefused(int code, boolean passing, String words) {
    bmc.machine.refusals.put(Command.CHASSIS_CONTROL.number(), code);
    assertThatThrownBy(() -> driver.turnOn(target()))
        .isInstanceOf(passing ? PassingFailure.class : FinalFailure.class)
        .hasMessageContaining("Chassis Control")
        .hasMessageContaining(words);
  }

  @Test
  void aUserThatMayOnlyLookIsFinalAndLeavesNoSession() throws Exception {
    int command = Command.SET_SESSION_PRIVILEGE_LEVEL.number();
    bmc.machine.refusals.put(command, CompletionCode.LEVEL_EXCEEDS_LIMIT);
    assertFinal("expected: that user bloomery may act as operator over LAN");
    awaitNoSession();
  }

  @Test
  void aBusyBmcIsAskedAgain() throws Exception {
    bmc.machine.refusals.put(Command.GET_CHASSIS_STATUS.number(), CompletionCode.NODE_BUSY);
    Thread later =
        new Thread(
            () -> {
              try {
                Thread.sleep(1_200);
              } catch (InterruptedException stopped) {
                return;
              }
              bmc.machine.refusals.clear();
            });
    later.start();
    assertThat(state()).isEqualTo(PowerState.OFF);
    later.join();
  }

  @Test
  void aSessionIsKeptForAWhileAndThenClosed() throws Exception {
    for (int i = 0; i < 5; i++) {
      state();
    }
    assertThat(bmc.sessions()).isEqualTo(1);
    awaitNoSession();
    assertThat(state()).isEqualTo(PowerState.OFF);
    driver.close();
    awaitNoSession();
  }

  @Test
  void anotherAccountGetsASessionOfItsOwn() {
    state();
    assertFinal(Map.of("password", "hunter2"), "another password");
    driver.state(target(Map.of("privilege", "administrator")));
    assertThat(bmc.sessions()).isEqualTo(1);
  }

  @Test
  void aRestartedBmcIsTalkedToAnew() {
    state();
    bmc.restart();
    driver.turnOn(target());
    assertThat(state()).isEqualTo(PowerState.ON);
  }

  @Test
  void setsTheBootFlagsForOneBoot() {
    driver.bootNext(target(), BootDevice.NETWORK, true);
    assertParameter(3, "08");
    assertParameter(4, "ffff");
    assertParameter(5, "a004000000");
    driver.bootNext(target(), BootDevice.DISK, false);
    assertParameter(5, "8008000000");
  }

  @ParameterizedTest
  @EnumSource(ChassisControl.class)
  void ordersWhatChassisControlHas(ChassisControl order) {
    try (Bmcs bmcs = new Bmcs(new IpmiSettings(Duration.ofSeconds(8), Duration.ofSeconds(8)))) {
      bmcs.use(
          Account.of(bmc.settings()),
          session -> {
            new Chassis(session).control(order);
            return null;
          });
    }
    assertThat(bmc.machine.deeds).containsExactly("control " + order.number());
  }

  @Test
  void blinksInWholeSecondsUpTo255() {
    driver.identify(target(), Duration.ofMillis(1_001));
    driver.identify(target(), Duration.ofMinutes(5));
    driver.identify(target(), Duration.ZERO);
    assertThat(bmc.machine.deeds).containsExactly("identify 2", "identify 255", "identify 0");
  }

  /** The calling thread and the receiving one. */
  @Test
  void costsFarLessThanAMillisecondOfProcessorTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 2_000; i++) {
      state();
    }
    long receiver =
        Arrays.stream(threads.dumpAllThreads(false, false))
            .filter(thread -> thread.getThreadName().equals("ipmi"))
            .mapToLong(thread -> thread.getThreadId())
            .max()
            .orElseThrow();
    long before = threads.getCurrentThreadCpuTime() + threads.getThreadCpuTime(receiver);
    for (int i = 0; i < 2_000; i++) {
      state();
    }
    long after = threads.getCurrentThreadCpuTime() + threads.getThreadCpuTime(receiver);
    double micros = (after - before) / 1_000.0 / 2_000;
    System.out.printf("ipmi power state in a kept session: %.0f µs of CPU%n", micros);
    assertThat(micros).isLessThan(500);
  }

  private void awaitNoSession() throws InterruptedException {
    for (int i = 0; i < 100 && bmc.sessions() > 0; i++) {
      Thread.sleep(50);
    }
    assertThat(bmc.sessions()).isZero();
  }

  private void assertParameter(int number, String hex) {
    assertThat(HexFormat.of().formatHex(bmc.machine.bootParameters.get(number))).isEqualTo(hex);
  }

  private void assertFinal(String words) {
    assertFinal(Map.of(), words);
  }

  private void assertFinal(Map<String, String> changed, String words) {
    assertThatThrownBy(() -> driver.state(target(changed)))
        .isInstanceOf(FinalFailure.class)
        .hasMessageContaining(bmc.endpoint())
        .hasMessageContaining(words);
  }

  private PowerState state() {
    return driver.state(target());
  }

  private PowerTarget target() {
    return target(Map.of());
  }

  private PowerTarget target(Map<String, String> changed) {
    Map<String, String> settings = new HashMap<>(bmc.settings());
    settings.putAll(changed);
    return new PowerTarget("m1", settings);
  }
}
