package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every power driver promises. A driver's test extends this and says what to try it on. */
public abstract class PowerDriverContract {
  private static final MacAddress NOBODY = MacAddress.of("02:00:5e:ff:ff:fe");
  private static final Duration READ_BACK = Duration.ofSeconds(20);

  /** Longer than any driver may take to find out that nobody answers. */
  private static final Duration BOUND = Duration.ofSeconds(25);

  protected abstract PowerDriver driver();

  /** Settings of a machine that is there and can be switched. */
  protected abstract Map<String, String> machine();

  /** The same control, asked for a machine it does not have. */
  protected abstract Map<String, String> missingMachine();

  /** A control that is not there, as when a host is down. */
  protected abstract Map<String, String> absentControl();

  /**
   * Settings of the right kinds that the driver cannot use, with the setting the message must name.
   */
  protected abstract Map.Entry<String, Map<String, String>> malformed();

  /** A NIC of {@link #machine()} by which a driver that can look finds it. */
  protected MacAddress mac() {
    return null;
  }

  /** From what {@link #machine()} boots next, by a second opinion; null if nobody can tell. */
  protected BootDevice nextBoot() throws Exception {
    return null;
  }

  /** Whether {@link #machine()} blinks, by a second opinion; null if nobody can tell. */
  protected Boolean blinks() throws Exception {
    return null;
  }

  /** Whether {@link #machine()} is good for a capability that the driver has. */
  protected boolean machineHas(Class<?> capability) {
    return true;
  }

  @Test
  void describesItselfSoThatItCanBeRegistered() {
    Drivers drivers = new Drivers(List.of(driver()));
    assertThat(drivers.descriptions()).hasSize(1);
    assertThat(driver().description()).isEqualTo(driver().description());
    assertThat(SettingValues.checked(driver(), machine(), Map.of()))
        .containsAllEntriesOf(machine());
  }

  @Test
  void switchesOnAndOffAndReadsBack() {
    assumeSighted();
    verified().turnOff(control(), target());
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);
    verified().turnOn(control(), target());
    assertThat(control().state(target())).isEqualTo(PowerState.ON);
    verified().turnOff(control(), target());
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void doesNothingWhenOrderedWhatIsSoAlready() {
    assumeSighted();
    verified().turnOn(control(), target());
    control().turnOn(target());
    assertThat(control().state(target())).isEqualTo(PowerState.ON);
    verified().turnOff(control(), target());
    control().turnOff(target());
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);
  }

  @Test
  void aBlindOneClaimsNothing() {
    assumeTrue(control().blind(), "this driver reads the state");
    assertThat(control().state(target())).isEqualTo(PowerState.UNKNOWN);
    assertThatThrownBy(() -> control().turnOff(target())).isInstanceOf(OutOfReach.class);
    assertThat(control().state(target())).isEqualTo(PowerState.UNKNOWN);
  }

  @Test
  void standsManyThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      Callable<PowerState> ask = () -> control().state(target());
      for (var answer : threads.invokeAll(java.util.Collections.nCopies(64, ask))) {
        assertThat(answer.get() == PowerState.UNKNOWN).isEqualTo(control().blind());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aMachineThatIsNotThereIsFinal() {
    assumeSighted();
    PowerTarget missing = new PowerTarget("m1", missingMachine());
    String named =
        missingMachine().values().stream()
            .filter(value -> !machine().containsValue(value))
            .findAny()
            .orElseThrow();
    List<Runnable> verbs =
        List.of(
            () -> control().state(missing),
            () -> control().turnOn(missing),
            () -> control().turnOff(missing));
    for (Runnable verb : verbs) {
      assertThatThrownBy(verb::run).isInstanceOf(FinalFailure.class).hasMessageContaining(named);
    }
  }

  @Test
  void aControlThatIsNotThereIsPassingAndToldInTime() {
    assumeSighted();
    PowerTarget absent = new PowerTarget("m1", absentControl());
    assertTimeoutPreemptively(
        BOUND,
        () -> assertThatThrownBy(() -> control().state(absent)).isInstanceOf(PassingFailure.class));
  }

  @Test
  void saysWhatIsWrongWithASetting() {
    assertThatThrownBy(() -> SettingValues.checked(driver(), malformed().getValue(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(malformed().getValue().get(malformed().getKey()))
        .hasMessageContaining("(expected: ");
  }

  @Test
  void refusesAMissingAndAnUnknownSetting() {
    for (Setting setting : driver().description().settings()) {
      Map<String, String> without = new HashMap<>(machine());
      without.remove(setting.name());
      if (setting.required()) {
        assertThatThrownBy(() -> SettingValues.checked(driver(), without, Map.of()))
            .hasMessageContaining(setting.name() + ": missing (expected: ");
      }
    }
    Map<String, String> more = new HashMap<>(machine());
    more.put("colour", "blue");
    assertThatThrownBy(() -> SettingValues.checked(driver(), more, Map.of()))
        .hasMessageContaining("colour: unknown (expected: one of ");
  }

  @Test
  void findsItsMachineByNicAndNoOther() {
    assumeTrue(mac() != null, "this driver does not look for machines");
    MachineFinder finder = driver().capability(MachineFinder.class).orElseThrow();
    assertThat(finder.find(List.of(NOBODY))).isEmpty();
    MachineFinder.Found found = finder.find(List.of(NOBODY, mac())).orElseThrow();
    assertThat(found.settings()).isEqualTo(machine());
    assertThat(found.name()).isNotBlank();
  }

  @Test
  void choosesWhatTheMachineBootsFromNext() throws Exception {
    BootOverride override = ifItCan(BootOverride.class);
    for (boolean uefi : new boolean[] {true, false}) {
      for (BootDevice device : BootDevice.values()) {
        override.bootNext(target(), device, uefi);
        override.bootNext(target(), device, uefi);
        assertThat(nextBoot()).isIn(device, null);
      }
    }
  }

  @Test
  void blinksAndStops() throws Exception {
    Identify identify = ifItCan(Identify.class);
    identify.identify(target(), Duration.ofSeconds(9));
    assertThat(blinks()).isIn(true, null);
    identify.identify(target(), Duration.ofHours(9));
    assertThat(blinks()).isIn(true, null);
    identify.identify(target(), Duration.ZERO);
    assertThat(blinks()).isIn(false, null);
  }

  @Test
  void aBootOverrideFailsAsASwitchDoes() {
    BootOverride override = ifItCan(BootOverride.class);
    failsAsASwitchDoes(machine -> override.bootNext(machine, BootDevice.NETWORK, true));
  }

  @Test
  void blinkingFailsAsASwitchDoes() {
    Identify identify = ifItCan(Identify.class);
    failsAsASwitchDoes(machine -> identify.identify(machine, Duration.ofSeconds(9)));
  }

  private void failsAsASwitchDoes(Consumer<PowerTarget> verb) {
    assertThatThrownBy(() -> verb.accept(new PowerTarget("m1", missingMachine())))
        .isInstanceOf(FinalFailure.class);
    assertTimeoutPreemptively(
        BOUND,
        () ->
            assertThatThrownBy(() -> verb.accept(new PowerTarget("m1", absentControl())))
                .isInstanceOf(PassingFailure.class));
  }

  private <C> C ifItCan(Class<C> capability) {
    Optional<C> found = driver().capability(capability);
    assumeTrue(found.isPresent(), "this driver has no " + capability.getSimpleName());
    assumeTrue(machineHas(capability), "this machine has no " + capability.getSimpleName());
    return found.get();
  }

  protected final PowerSwitch control() {
    return driver().capability(PowerSwitch.class).orElseThrow();
  }

  protected final PowerTarget target() {
    return new PowerTarget("m1", machine());
  }

  /** Turns it on and sees it on. */
  protected final void turnOn() {
    verified().turnOn(control(), target());
  }

  /** Turns it off and sees it off. */
  protected final void turnOff() {
    verified().turnOff(control(), target());
  }

  private void assumeSighted() {
    assumeTrue(!control().blind(), "this driver can turn on at most");
  }

  private static VerifiedSwitch verified() {
    return new VerifiedSwitch(READ_BACK);
  }
}
