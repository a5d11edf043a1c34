package io.bloomery.power;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.PowerState;
import io.bloomery.secret.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Power of machines, by machine id. Every change is read back; what was read is stored with the
 * machine. All verbs are idempotent and throw {@link PassingFailure} or {@link FinalFailure}.
 */
@Component
public class Power {
  private final Object[] locks = Stream.generate(Object::new).limit(256).toArray();
  private static final Logger LOG = LoggerFactory.getLogger(Power.class);

  private final Drivers drivers;
  private final Machines machines;
  private final Vault vault;
  private final VerifiedSwitch verified;

  Power(Drivers drivers, Machines machines, Vault vault, PowerSettings settings) {
    this.drivers = drivers;
    this.machines = machines;
    this.vault = vault;
    verified = new VerifiedSwitch(settings.readBack());
  }

  /** What there is to choose from, by name. */
  public List<DriverDescription> drivers() {
    return drivers.descriptions();
  }

  /**
   * Says how a machine's power is controlled. Asks nobody: that is {@link #query}.
   *
   * @param given a secret that is given as it was shown by {@link #settings} stays as it is
   * @throws IllegalArgumentException naming driver or setting, value and expectation; nothing is
   *     stored then
   */
  public void configure(String machine, String driver, Map<String, String> given) {
    Machine known = machines.get(machine);
    PowerDriver chosen = drivers.get(driver);
    Map<String, String> stored = driver.equals(known.powerDriver()) ? open(known) : Map.of();
    Map<String, String> values = SettingValues.checked(chosen, given, stored);
    machines.power(known.id(), driver, vault.seal(SettingValues.lines(values)));
  }

  /**
   * As {@link #configure(String, String, Map)}, with the settings as a form has them: {@code
   * key=value} lines.
   */
  public void configure(String machine, String driver, String lines) {
    configure(machine, driver, SettingValues.parse(lines));
  }

  /** The machine's settings, secrets replaced by asterisks; empty if it has no power control. */
  public Map<String, String> settings(String machine) {
    Machine known = machines.get(machine);
    return known.powerDriver() == null
        ? Map.of()
        : SettingValues.redacted(drivers.get(known.powerDriver()).description(), open(known));
  }

  /** What the machine's power control reports now. */
  public PowerState query(String machine) {
    return act(machine, "query", PowerSwitch::state);
  }

  /** Returns when the machine is reported on; if nobody can report it, when it was ordered. */
  public void turnOn(String machine) {
    act(machine, "turn on", this::on);
  }

  /** Returns when the machine is reported off; it is not asked to shut down first. */
  public void turnOff(String machine) {
    act(machine, "turn off", this::off);
  }

  /**
   * Off, if it is on, and on again, so that its firmware starts anew. One that cannot be turned off
   * from here is only turned on: if it was on already, it will not report in.
   */
  public void cycle(String machine) {
    act(
        machine,
        "cycle",
        (control, target) -> {
          if (!control.blind()) {
            off(control, target);
          }
          // The boot was ordered while the last system still ran, and it could have asked for the
          // new one's token. Whoever has that is of an earlier boot now.
          machines.countBoot(machine);
          return on(control, target);
        });
  }

  /**
   * Where a driver that can look sees the NIC the machine booted from: its other NICs are what it
   * says it has, and it could name a victim's. A driver that fails to look is passed over.
   */
  FoundControl find(String machine) {
    List<MacAddress> macs = List.of(machines.get(machine).mac());
    for (PowerDriver driver : drivers.all()) {
      String name = driver.description().name();
      try {
        Optional<MachineFinder.Found> found =
            driver.capability(MachineFinder.class).flatMap(finder -> finder.find(macs));
        if (found.isPresent()) {
          return FoundControl.of(driver.description(), found.get());
        }
      } catch (RuntimeException failed) {
        LOG.warn("power driver {} could not look for {}: {}", name, macs, failed.getMessage());
      }
    }
    return FoundControl.NONE;
  }

  private PowerState on(PowerSwitch control, PowerTarget target) {
    verified.turnOn(control, target);
    return control.blind() ? PowerState.UNKNOWN : PowerState.ON;
  }

  private PowerState off(PowerSwitch control, PowerTarget target) {
    verified.turnOff(control, target);
    return PowerState.OFF;
  }

  private PowerState act(
      String machine, String verb, BiFunction<PowerSwitch, PowerTarget, PowerState> work) {
    Machine known = machines.get(machine);
    String name = known.powerDriver();
    PowerDriver driver;
    Map<String, String> values;
    try {
      driver = drivers.get(name);
      values = open(known);
    } catch (IllegalArgumentException | IllegalStateException unusable) {
      throw new FinalFailure(unusable.getMessage())
          .at(known.id(), name, verb, unusable.getMessage());
    }
    // Two acts on one machine at once, of a process and of the one that ended it, would interleave.
    synchronized (locks[Math.floorMod(known.id().hashCode(), locks.length)]) {
      return act(known, driver, values, verb, work);
    }
  }

  private PowerState act(
      Machine known,
      PowerDriver driver,
      Map<String, String> values,
      String verb,
      BiFunction<PowerSwitch, PowerTarget, PowerState> work) {
    String name = known.powerDriver();
    try {
      PowerSwitch control =
          driver
              .capability(PowerSwitch.class)
              .orElseThrow(() -> new FinalFailure("this driver cannot switch power"));
      PowerState read = work.apply(control, new PowerTarget(known.id(), values));
      // What is stored is compared there: what was known here is of before this one's turn.
      machines.powerState(known.id(), read);
      return read;
    } catch (PowerFailure failure) {
      String clean = SettingValues.scrubbed(driver.description(), values, failure.sentence());
      throw failure.at(known.id(), name, verb, clean);
    }
  }

  private Map<String, String> open(Machine machine) {
    return machines
        .powerSettings(machine.id())
        .map(vault::open)
        .map(SettingValues::parse)
        .orElse(Map.of());
  }
}
