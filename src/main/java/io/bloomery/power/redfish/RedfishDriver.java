package io.bloomery.power.redfish;

import io.bloomery.machine.PowerState;
import io.bloomery.power.BootDevice;
import io.bloomery.power.BootOverride;
import io.bloomery.power.DriverDescription;
import io.bloomery.power.Identify;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerFailure;
import io.bloomery.power.PowerSwitch;
import io.bloomery.power.PowerTarget;
import io.bloomery.power.Setting;
import io.bloomery.power.SettingKind;
import io.bloomery.power.http.Deadline;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/** Switches machines whose management controller speaks Redfish. */
@Component
class RedfishDriver implements PowerDriver, PowerSwitch, BootOverride, Identify {
  static final String URI = "uri";
  static final String USERNAME = "username";
  static final String PASSWORD = "password";
  private static final String SYSTEM = "system";
  private static final String NETWORK_BOOT = "networkBoot";
  private static final Set<String> NETWORK_BOOTS = Set.of("Pxe", "UefiHttp");
  private static final Logger LOG = LoggerFactory.getLogger(RedfishDriver.class);

  private final Bmcs bmcs;
  private final Duration answer;
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons());
  private final Map<String, Future<?>> blinking = new ConcurrentHashMap<>();

  RedfishDriver(Bmcs bmcs, RedfishSettings settings) {
    this.bmcs = bmcs;
    answer = settings.answer();
  }

  @Override
  public DriverDescription description() {
    return new DriverDescription(
        "redfish",
        "Servers whose management controller speaks Redfish (iDRAC, iLO, XCC, OpenBMC and others).",
        List.of(
            Setting.required(URI, "Management controller", SettingKind.URI, "https://10.17.17.30"),
            Setting.required(USERNAME, "User", SettingKind.TEXT, "One who may switch power"),
            Setting.required(PASSWORD, "Password", SettingKind.TEXT, "Of that user").asSecret(),
            Setting.optional(
                SYSTEM,
                "System",
                SettingKind.TEXT,
                null,
                "Which one, if there are several: the last part of its path, for instance 1"),
            Setting.optional(
                NETWORK_BOOT, "Network boot", SettingKind.TEXT, "Pxe", "Pxe or UefiHttp")));
  }

  @Override
  public void check(Map<String, String> values) {
    ServiceUri.check(values.get(URI));
    if (!NETWORK_BOOTS.contains(values.get(NETWORK_BOOT))) {
      throw new IllegalArgumentException(
          "power setting redfish.networkBoot: %s (expected: Pxe or UefiHttp)"
              .formatted(values.get(NETWORK_BOOT)));
    }
  }

  @Override
  public PowerState state(PowerTarget target) {
    return system(target, Deadline.in(answer)).state();
  }

  @Override
  public void turnOn(PowerTarget target) {
    system(target, Deadline.in(answer)).turnOn();
  }

  @Override
  public void turnOff(PowerTarget target) {
    system(target, Deadline.in(answer)).turnOff();
  }

  @Override
  public void bootNext(PowerTarget target, BootDevice device, boolean uefi) {
    Deadline deadline = Deadline.in(answer);
    Bmc bmc = bmcs.at(target);
    String path = bmc.system(target.get(SYSTEM), deadline);
    // UEFI alone has HTTP boot (UEFI 2.10 section 24.7).
    String network = uefi ? target.get(NETWORK_BOOT) : "Pxe";
    new BootPatch(bmc, path, deadline).once(device, uefi, network);
  }

  /** Redfish knows no time for it, so the light is put out from here. */
  @Override
  public void identify(PowerTarget target, Duration lasting) {
    system(target, Deadline.in(answer)).light(!lasting.isZero());
    Future<?> end =
        lasting.isZero()
            ? null
            : clock.schedule(() -> putOut(target), lasting.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> earlier =
        end == null ? blinking.remove(target.machine()) : blinking.put(target.machine(), end);
    if (earlier != null) {
      earlier.cancel(false);
    }
  }

  private void putOut(PowerTarget target) {
    try {
      system(target, Deadline.in(answer)).light(false);
    } catch (PowerFailure failed) {
      // Without the controller's words: nobody has taken secrets out of them here.
      LOG.warn("{}: its light could not be put out", target);
    }
  }

  @PreDestroy
  void stop() {
    clock.shutdownNow();
  }

  private ComputerSystem system(PowerTarget target, Deadline deadline) {
    Bmc bmc = bmcs.at(target);
    return new ComputerSystem(bmc, bmc.system(target.get(SYSTEM), deadline), deadline);
  }

  private static CustomizableThreadFactory daemons() {
    CustomizableThreadFactory threads = new CustomizableThreadFactory("redfish-light-");
    threads.setDaemon(true);
    return threads;
  }
}
