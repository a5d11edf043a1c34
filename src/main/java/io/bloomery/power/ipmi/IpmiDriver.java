package io.bloomery.power.ipmi;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.BootOverride;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.Identify;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Controls machines whose BMC speaks IPMI 2.0 over LAN. */
@Component
class IpmiDriver implements PowerDriver, PowerSwitch, BootOverride, Identify, AutoCloseable {
  private final Bmcs bmcs;

  IpmiDriver(IpmiSettings settings) {
    bmcs = new Bmcs(settings);
  }

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "ipmi",
        "Machines with a BMC that speaks IPMI 2.0 over LAN.",
        List.of(
            Setting.required(
                Account.ENDPOINT,
                "BMC",
                SettingKind.TEXT,
                "Address or name of the BMC, with :port if it is not 623, 10.17.18.7"),
            Setting.required(
                Account.USER, "User", SettingKind.TEXT, "A user of the BMC, at most 16 characters"),
            Setting.required(
                    Account.PASSWORD,
                    "Password",
                    SettingKind.TEXT,
                    "Its password, at most 20 characters, best random ones")
                .asSecret(),
            Setting.optional(
                Account.PRIVILEGE,
                "Privilege",
                SettingKind.TEXT,
                PrivilegeLevel.OPERATOR.toString(),
                "As what the user acts, operator or administrator"),
            Setting.optional(
                Account.SUITE,
                "Cipher suite",
                SettingKind.TEXT,
                Account.AUTO,
                "17 or 3, or auto for the better one the BMC has"),
            Setting.optional(
                    Account.KEY,
                    "Key K_g",
                    SettingKind.TEXT,
                    null,
                    "The BMC's own key if it has one, as text or 0x and 40 digits")
                .asSecret()));
  }

  @Override
  public void check(Map<String, String> values) {
    Account.of(values);
  }

  @Override
  public PowerState state(PowerTarget target) {
    return bmcs.use(account(target), session -> new Chassis(session).powerState());
  }

  @Override
  public void turnOn(PowerTarget target) {
    control(target, PowerState.OFF, ChassisControl.POWER_UP);
  }

  @Override
  public void turnOff(PowerTarget target) {
    control(target, PowerState.ON, ChassisControl.POWER_DOWN);
  }

  /** An order that is not needed is answered with an error by some BMCs, so it is not given. */
  private void control(PowerTarget target, PowerState needed, ChassisControl order) {
    bmcs.use(
        account(target),
        session -> {
          Chassis chassis = new Chassis(session);
          if (chassis.powerState() == needed) {
            chassis.control(order);
          }
          return null;
        });
  }

  @Override
  public void bootNext(PowerTarget target, BootDevice device, boolean uefi) {
    bmcs.use(
        account(target),
        session -> {
          new Chassis(session).bootNext(device, uefi);
          return null;
        });
  }

  @Override
  public void identify(PowerTarget target, Duration lasting) {
    bmcs.use(
        account(target),
        session -> {
          new Chassis(session).identify(lasting);
          return null;
        });
  }

  @Override
  public void close() {
    bmcs.close();
  }

  private static Account account(PowerTarget target) {
    return Account.of(target.settings());
  }
}
