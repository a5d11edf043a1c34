package io.bloomery.power.ipmi;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.FinalFailure;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The machine behind a BMC (chapter 28), in one session. */
final class Chassis {
  private static final Logger LOG = LoggerFactory.getLogger(Chassis.class);

  /** In the current power state of Get Chassis Status (section 28.2). */
  private static final int SYSTEM_POWER_IS_ON = 0x01;

  /** Parameters of Set System Boot Options (table 28-14). */
  private static final int BMC_BOOT_FLAG_VALID_BIT_CLEARING = 3;

  private static final int BOOT_INFO_ACKNOWLEDGE = 4;
  private static final int BOOT_FLAGS = 5;

  /** Parameter 3: the choice does not lapse when no Chassis Control follows within 60 s. */
  private static final int DO_NOT_CLEAR_ON_TIMEOUT = 0x08;

  /** Parameter 4: whom it concerns, and what a boot initiator should write: all ones. */
  private static final int EVERYBODY = 0xff;

  /** Parameter 5, byte 1. Without 40h it is for the next boot only. */
  private static final int BOOT_FLAGS_VALID = 0x80;

  private static final int EFI = 0x20;

  /** Parameter 5, byte 2: boot device selector in bits 5 to 2. */
  private static final int FORCE_PXE = 0x1 << 2;

  private static final int FORCE_DEFAULT_HARD_DRIVE = 0x2 << 2;

  /** One byte of seconds; the other way is for ever (section 28.5). */
  private static final long LONGEST_IDENTIFY_SECONDS = 255;

  private final Session session;

  Chassis(Session session) {
    this.session = session;
  }

  PowerState powerState() throws Silence {
    byte[] status = session.order(Command.GET_CHASSIS_STATUS);
    if (status.length < 1) {
      throw new FinalFailure(
          "the BMC at %s answers Get Chassis Status without a power state"
              .formatted(session.account().endpoint()));
    }
    return (status[0] & SYSTEM_POWER_IS_ON) != 0 ? PowerState.ON : PowerState.OFF;
  }

  void control(ChassisControl order) throws Silence {
    session.order(Command.CHASSIS_CONTROL, order.number());
  }

  void bootNext(BootDevice device, boolean uefi) throws Silence {
    // A BMC need not have these two.
    prepare(BMC_BOOT_FLAG_VALID_BIT_CLEARING, DO_NOT_CLEAR_ON_TIMEOUT);
    prepare(BOOT_INFO_ACKNOWLEDGE, EVERYBODY, EVERYBODY);
    int type = BOOT_FLAGS_VALID | (uefi ? EFI : 0);
    int selector = device == BootDevice.NETWORK ? FORCE_PXE : FORCE_DEFAULT_HARD_DRIVE;
    session.order(Command.SET_SYSTEM_BOOT_OPTIONS, BOOT_FLAGS, type, selector, 0, 0, 0);
  }

  private void prepare(int... parameter) throws Silence {
    int code = session.ask(Command.SET_SYSTEM_BOOT_OPTIONS, parameter).completionCode();
    if (code == CompletionCode.INSUFFICIENT_PRIVILEGE_LEVEL) {
      throw CompletionCode.failure(session.account(), Command.SET_SYSTEM_BOOT_OPTIONS, code);
    }
    if (code != CompletionCode.OK) {
      LOG.debug("{}: boot parameter {} is refused, {}", session.account(), parameter[0], code);
    }
  }

  void identify(Duration lasting) throws Silence {
    long seconds = lasting.plusNanos(999_999_999).toSeconds();
    session.order(
        Command.CHASSIS_IDENTIFY, (int) Math.min(Math.max(0, seconds), LONGEST_IDENTIFY_SECONDS));
  }
}
