package io.bloomery.power.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.PassingFailure;
import io.bloomery.power.PowerDriver;
import io.bloomery.power.PowerDriverContract;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real libvirtd and QEMU, and what happens when that libvirtd dies or hangs. */
@ExtendWith(WithLibvirtd.class)
class LibvirtQemuTest extends PowerDriverContract {
  private static final Duration ANSWER = Duration.ofSeconds(15);

  @TempDir static Path data;

  private Libvirtd libvirtd;
  private LibvirtDriver driver;

  @BeforeEach
  void connect(Libvirtd shared) {
    libvirtd = shared;
    LibvirtSettings settings = new LibvirtSettings(List.of(shared.uri()), ANSWER, false);
    driver = new LibvirtDriver(new LibvirtHosts(settings, TestSecrets.controllerKey(data)));
  }

  @Override
  protected PowerDriver driver() {
    return driver;
  }

  @Override
  protected Map<String, String> machine() {
    return Map.of("uri", libvirtd.uri(), "domain", Libvirtd.DOMAIN);
  }

  @Override
  protected Map<String, String> missingMachine() {
    return Map.of("uri", libvirtd.uri(), "domain", "00000000-0000-4000-8000-000000000000");
  }

  @Override
  protected Map<String, String> absentControl() {
    return Map.of(
        "uri", "qemu+unix:///system?socket=" + data.resolve("nobody"), "domain", Libvirtd.DOMAIN);
  }

  @Override
  protected Map.Entry<String, Map<String, String>> malformed() {
    return Map.entry(
        "uri", Map.of("uri", "qemu+ssh://root@host/system?no_verify=1", "domain", "x"));
  }

  @Override
  protected MacAddress mac() {
    return MacAddress.of(Libvirtd.MAC);
  }

  @Test
  void takesADomainByItsUuidToo() {
    PowerTarget byUuid =
        new PowerTarget("m1", Map.of("uri", libvirtd.uri(), "domain", Libvirtd.UUID));
    assertThat(control().state(byUuid)).isEqualTo(control().state(target()));
  }

  @Test
  void startsInFirmwareEvenIfItWasSaved() throws Exception {
    turnOn();
    libvirtd.virsh("managedsave", Libvirtd.DOMAIN);
    assertThat(control().state(target())).isEqualTo(PowerState.OFF);

    turnOn();

    assertThat(libvirtd.commandLine())
        .as("started anew, nothing restored")
        .doesNotContain("-incoming");
    turnOff();
  }

  @Test
  void doesNotLoseATransientDomain() throws Exception {
    turnOn();
    libvirtd.virsh("undefine", Libvirtd.DOMAIN);
    try {
      assertThatThrownBy(() -> control().turnOff(target()))
          .isInstanceOf(FinalFailure.class)
          .hasMessageContaining(Libvirtd.DOMAIN + " is transient");
    } finally {
      libvirtd.define();
      turnOff();
    }
  }

  @Test
  void goesOnWhenLibvirtdWasKilledAndStartedAgain() throws Exception {
    turnOn();
    String qemu = libvirtd.qemu();

    libvirtd.kill();
    assertThatThrownBy(() -> control().state(target())).isInstanceOf(PassingFailure.class);
    libvirtd.start();

    assertThat(control().state(target())).isEqualTo(PowerState.ON);
    assertThat(libvirtd.qemu()).as("the machine was not touched").isEqualTo(qemu);
    turnOff();
  }

  @Test
  void aHungLibvirtdCostsBoundedTimeAndIsForgivenWhenItWakes() throws Exception {
    PowerState before = control().state(target());
    libvirtd.signal("STOP");
    try {
      long start = System.nanoTime();
      assertThatThrownBy(() -> control().state(target()))
          .isInstanceOf(PassingFailure.class)
          .hasMessageContaining("did not answer within 15000 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER.plusSeconds(8));
      manyWaitersWaitTogether();
    } finally {
      libvirtd.signal("CONT");
    }
    assertThat(control().state(target())).isEqualTo(before);
  }

  /** More callers than the host has threads, and none waits for another's time-out. */
  private void manyWaitersWaitTogether() throws Exception {
    var threads = Executors.newFixedThreadPool(12);
    try {
      long start = System.nanoTime();
      List<Future<?>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(
            threads.submit(
                () ->
                    assertThatThrownBy(() -> control().state(target()))
                        .isInstanceOf(PassingFailure.class)));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(ANSWER.plusSeconds(8));
    } finally {
      threads.shutdownNow();
    }
  }
}
