package io.bloomery.boot;

import static io.bloomery.boot.Alteration.BOOT_FILE;
import static io.bloomery.boot.Alteration.HARDWARE;
import static io.bloomery.boot.Alteration.NONE;
import static io.bloomery.boot.Alteration.TRANSACTION;
import static io.bloomery.boot.Alteration.VENDOR_CLASS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@link FirmwareTest} shows would be worth little if firmware took anything: here one field
 * of what it is told is wrong, and it does not boot; once all is right it does.
 */
class FirmwareRefusalTest {
  private static final String SCRIPT = "HAS_SCRIPT";

  /**
   * A conversation, and in which order its answers are wrong or right. At the magic cookie neither
   * iPXE nor OVMF looks.
   */
  enum Conversation {
    /** iPXE in the ROM of the network card: two offers, and an acknowledgement. */
    BIOS(FirmwareMachine.Kind.BIOS, "HAS_ADDRESS", 2, TRANSACTION, HARDWARE, NONE, TRANSACTION),
    /** OVMF: an offer and an acknowledgement; and the iPXE it loads: an offer. */
    UEFI_PXE(
        FirmwareMachine.Kind.UEFI_PXE,
        "NO_FILE file: rnponly.efi",
        4,
        TRANSACTION,
        NONE,
        HARDWARE,
        NONE,
        TRANSACTION),
    /** Two offers. */
    UEFI_HTTP(FirmwareMachine.Kind.UEFI_HTTP, "LOADS hpxe.efi", 4, VENDOR_CLASS, TRANSACTION),
    ARM64_PXE(FirmwareMachine.Kind.ARM64_PXE, "NO_FILE file: rhimaa64.efi", 2, HARDWARE);

    private final FirmwareMachine.Kind kind;

    /** How far it comes if the boot file's name is wrong in one bit. */
    private final String astray;

    /** Answers that it takes to boot if all are right. */
    private final int usual;

    private final List<Alteration> answers;

    Conversation(FirmwareMachine.Kind kind, String astray, int usual, Alteration... answers) {
      this.kind = kind;
      this.astray = astray;
      this.usual = usual;
      this.answers = List.of(answers);
    }
  }

  @TempDir static Path directory;
  private static FirmwareWire network;
  private static final Map<Conversation, FirmwareWire.Plugged> DECEIVED =
      new EnumMap<>(Conversation.class);
  private static final Map<Conversation, FirmwareWire.Plugged> MISLED =
      new EnumMap<>(Conversation.class);

  @BeforeAll
  static void start() throws Exception {
    network = FirmwareWire.plug("fref", "10.231.21", directory);
    for (Conversation one : Conversation.values()) {
      if (usable(one.kind)) {
        MISLED.put(one, network.plugIn(one.kind, List.of(), BOOT_FILE));
        DECEIVED.put(one, network.plugIn(one.kind, one.answers, NONE));
      }
    }
  }

  @AfterAll
  static void cut() throws Exception {
    if (network != null) {
      network.close();
    }
  }

  private static boolean usable(FirmwareMachine.Kind kind) {
    return kind.installed()
        && (!kind.arm() || Files.exists(FirmwareWire.BOOT_FILES.resolve("shimaa64.efi")));
  }

  /** Two at a time: as many as there are processors, and each waits much. */
  @ParameterizedTest
  @EnumSource
  void bootsOnlyOnceTheAnswersAreRightAndTheFileIsThere(Conversation one) throws Exception {
    assumeTrue(usable(one.kind), one + ": emulator, firmware or boot files are not installed");
    FirmwareWire.Plugged deceived = DECEIVED.get(one);
    FirmwareWire.Plugged misled = MISLED.get(one);
    deceived.start();
    misled.start();
    misled.await(one.astray);
    deceived.await(SCRIPT);
    // For each wrong answer it had to ask again.
    long wrong = one.answers.stream().filter(it -> it != NONE).count();
    assertThat(deceived.answers()).isGreaterThanOrEqualTo((int) (one.usual + wrong));
    TimeUnit.SECONDS.sleep(2);
    assertThat(misled.steps()).noneMatch(step -> step.startsWith(SCRIPT));
    misled.end();
    deceived.end();
  }

  /** One bit of the boot loader is another on its way: its signature is wrong. */
  @ParameterizedTest
  @EnumSource(names = {"UEFI_SECURE", "ARM64_SECURE"})
  void secureBootStartsNothingThatWasChanged(FirmwareMachine.Kind kind) throws Exception {
    assumeTrue(usable(kind), kind + ": emulator, firmware or boot files are not installed");
    FirmwareWire.Plugged machine = network.plugIn(kind, List.of(), NONE);
    network.controller.getBean(BootLoaders.class).choose(known(machine), BootLoader.SIGNED);
    Map<MacAddress, Integer> blocks = new ConcurrentHashMap<>();
    network.wire.alterFiles(
        (client, block) -> {
          if (client.equals(machine.mac) && blocks.merge(client, 1, Integer::sum) == 300) {
            block[100] ^= 1;
          }
          return block;
        });
    machine.start();
    machine.await("HAS_FILE shim");
    TimeUnit.SECONDS.sleep(5);
    assertThat(machine.steps()).noneMatch(step -> step.contains("grub"));
    machine.end();
  }

  private static Machine known(FirmwareWire.Plugged machine) {
    return network
        .controller
        .getBean(Machines.class)
        .enlist(
            new Sighting(
                machine.mac,
                List.of(machine.mac),
                null,
                null,
                Firmware.UEFI,
                "x86_64",
                1,
                1L << 30));
  }
}
