package io.bloomery.power;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachinePower;
import io.bloomery.machine.Machines;
import io.bloomery.machine.PowerState;
import io.bloomery.secret.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
  private final MachinePower stored;
  private final Vault vault;
  private final VerifiedSwitch verified;

  Power(
      Drivers drivers,
      Machines machines,
      MachinePower stored,
      Vault vault,
      PowerSettings settings) {
    this.drivers = drivers;
    this.machines = machines;
    this.stored = stored;
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
    Map<String, String> before = driver.equals(known.powerDriver()) ? open(known) : Map.of();
    Map<String, String> values = SettingValues.checked(chosen, given, before);
    stored.configure(known.id(), driver, vault.seal(SettingValues.lines(values)));
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
    return read(machine, "query", it -> it.power().state(it.target()));
  }

  /** Returns when the machine is reported on; if nobody can report it, when it was ordered. */
  public void turnOn(String machine) {
    read(machine, "turn on", this::on);
  }

  /** Returns when the machine is reported off; it is not asked to shut down first. */
  public void turnOff(String machine) {
    read(machine, "turn off", this::off);
  }

  /**
   * Off, if it is on, and on again, so that its firmware starts anew: from the network, where the
   * driver can order that. One that cannot be turned off from here is only turned on: if it was on
   * already, it will not report in.
   */
  public void cycle(String machine) {
    read(
        machine,
        "cycle",
        it -> {
          if (!it.power().blind()) {
            off(it);
          }
          // The boot was ordered while the last system still ran, and it could have asked for the
          // new one's token. Whoever has that is of an earlier boot now.
          machines.countBoot(machine);
          bootFromNetwork(it);
          return on(it);
        });
  }

  /**
   * Makes the machine's chassis blink.
   *
   * @param lasting how long; zero stops it
   * @throws FinalFailure also if the machine's driver cannot
   */
  public void identify(String machine, Duration lasting) {
    act(
        machine,
        "identify",
        it -> {
          it.as(Identify.class).identify(it.target(), lasting);
          return null;
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

  private PowerState on(Controlled it) {
    verified.turnOn(it.power(), it.target());
    return it.power().blind() ? PowerState.UNKNOWN : PowerState.ON;
  }

  private PowerState off(Controlled it) {
    verified.turnOff(it.power(), it.target());
    return PowerState.OFF;
  }

  /**
   * Ordered while the machine is off, since some forget it when they go off. Most machines boot
   * from the network first in any case, so that a failure is no reason not to try.
   */
  private void bootFromNetwork(Controlled it) {
    boolean uefi = it.machine().firmware() == Firmware.UEFI;
    try {
      it.driver()
          .capability(BootOverride.class)
          .ifPresent(next -> next.bootNext(it.target(), BootDevice.NETWORK, uefi));
    } catch (PowerFailure failure) {
      LOG.warn("{}", it.at("boot from the network", failure).getMessage());
    }
  }

  /** Does the work and stores what was read. */
  private PowerState read(String machine, String verb, Function<Controlled, PowerState> work) {
    return act(
        machine,
        verb,
        it -> {
          PowerState read = work.apply(it);
          // What is stored is compared there: what was known here is of before this one's turn.
          stored.state(it.machine().id(), read);
          return read;
        });
  }

  private <R> R act(String machine, String verb, Function<Controlled, R> work) {
    Machine known = machines.get(machine);
    String name = known.powerDriver();
    Controlled controlled;
    try {
      controlled =
          new Controlled(known, drivers.get(name), new PowerTarget(known.id(), open(known)));
    } catch (IllegalArgumentException | IllegalStateException unusable) {
      throw new FinalFailure(unusable.getMessage())
          .at(known.id(), name, verb, unusable.getMessage());
    }
    // Two acts on one machine at once, of a process and of the one that ended it, would interleave.
    synchronized (locks[Math.floorMod(known.id().hashCode(), locks.length)]) {
      try {
        return work.apply(controlled);
      } catch (PowerFailure failure) {
        throw controlled.at(verb, failure);
      }
    }
  }

  private Map<String, String> open(Machine machine) {
    return stored
        .settings(machine.id())
        .map(vault::open)
        .map(SettingValues::parse)
        .orElse(Map.of());
  }

  /** A machine, and what controls it. */
  private record Controlled(Machine machine, PowerDriver driver, PowerTarget target) {
    PowerSwitch power() {
      return as(PowerSwitch.class);
    }

    <C> C as(Class<C> capability) {
      return driver
          .capability(capability)
          .orElseThrow(() -> new FinalFailure("this driver cannot do that"));
    }

    /** The failure with the place it happened at, and without secrets. */
    PowerFailure at(String verb, PowerFailure failure) {
      DriverDescription description = driver.description();
      String clean = SettingValues.scrubbed(description, target.settings(), failure.sentence());
      return failure.at(machine.id(), description.name(), verb, clean);
    }
  }
}
