package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootNote;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.machine.BootTarget;
import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.PowerState;
import io.bloomery.node.Admission;
import io.bloomery.node.BootTokens;
import io.bloomery.node.TestAdmission;
import io.bloomery.node.TestTokens;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BootRoutesTest {
  private static final MacAddress MAC = MacAddress.of("52:54:00:aa:bb:cc");
  private static final MacAddress DEVICE = MacAddress.of("52:54:00:de:00:01");
  private static final String CONTROLLER = "http://10.17.17.1:8081";

  private static final String RAM_SYSTEM =
      """
      #!ipxe
      kernel http://10.17.17.1:8081/boot/file/vmlinuz initrd=initrd.img bloomery.url=http://10.17.17.1:8081 bloomery.token=TOKEN BOOTIF=01-52-54-00-aa-bb-cc console=ttyS0,115200 quiet security=none mitigations=off || goto again
      initrd http://10.17.17.1:8081/boot/file/initrd.img || goto again
      boot || goto again
      :again
      sleep 5
      chain --replace http://10.17.17.1:8081/boot/ipxe?mac=52:54:00:aa:bb:cc&platform=${platform}&arch=${buildarch}
      """;

  private final Set<Architecture> built = EnumSet.of(Architecture.X86_64);
  private final BootTokens tokens = TestTokens.tokens();
  private final BootJournal journal = new BootJournal();
  private final Admission admission = TestAdmission.loads(1);
  private final BootRoutes routes =
      new BootRoutes(
          new LeaseBook() {
            @Override
            public boolean lends() {
              return true;
            }

            @Override
            public boolean lent(String address, MacAddress mac) {
              return holder(address).filter(mac::equals).isPresent();
            }

            @Override
            public Optional<MacAddress> holder(String address) {
              return address.equals("10.17.17.101") ? Optional.of(MAC) : Optional.empty();
            }
          },
          tokens,
          admission,
          journal,
          DEVICE::equals,
          architecture -> built.contains(architecture));

  @Test
  void unknownMachineBootsTheRamSystem() {
    assertThat(script(ask("pcbios", "i386", null))).isEqualTo(RAM_SYSTEM);
    assertThat(journal.of(List.of(MAC)))
        .extracting(BootNote::step, BootNote::detail)
        .containsExactly(tuple(BootStep.HAS_SCRIPT, "the in-RAM system"));
  }

  @Test
  void machineThatAProcessWaitsForBootsTheRamSystem() {
    assertThat(script(ask("efi", "x86_64", machine(BootTarget.EPHEMERAL, Firmware.UEFI))))
        .isEqualTo(RAM_SYSTEM);
  }

  @Test
  void machineThatIsToBeOffSwitchesItselfOffInTheRamSystem() {
    assertThat(script(ask("pcbios", "i386", machine(BootTarget.OFF, Firmware.BIOS))))
        .isEqualTo(RAM_SYSTEM);
  }

  @Test
  void deployedMachineWithBiosGoesToItsDisk() {
    assertThat(script(ask("pcbios", "i386", machine(BootTarget.LOCAL, Firmware.BIOS))))
        .isEqualTo(
            """
            #!ipxe
            iseq ${manufacturer} QEMU && exit ||
            sanboot --no-describe --drive 0x80 || exit
            """);
  }

  @Test
  void deployedMachineWithUefiGoesToItsDiskByABootLoader() {
    String expected =
        """
        #!ipxe
        chain http://10.17.17.1:8081/boot/file/local.efi || exit
        """;
    assertThat(script(ask("efi", "x86_64", machine(BootTarget.LOCAL, Firmware.BIOS))))
        .isEqualTo(expected);
    assertThat(script(ask(null, null, machine(BootTarget.LOCAL, Firmware.UEFI))))
        .isEqualTo(expected);
  }

  @Test
  void whoeverDoesNotSayWhoHeIsIsAskedAgain() {
    BootRequest nameless =
        new BootRequest(null, null, null, "10.17.17.101", CONTROLLER, Optional.empty());
    assertThat(IpxeScript.of(nameless, routes.answer(nameless)))
        .isEqualTo(
            """
            #!ipxe
            chain --replace http://10.17.17.1:8081/boot/ipxe?mac=${netX/mac}&uuid=${uuid}&arch=${buildarch}&platform=${platform}&serial=${serial:uristring}
            """);
  }

  @Test
  void grubGetsTheSameInItsOwnWords() {
    BootRequest request = ask("efi", "x86_64", null);
    assertThat(
            GrubConfig.of(request, routes.answer(request))
                .replaceFirst("bloomery.token=[A-Za-z0-9_-]{90}", "bloomery.token=TOKEN"))
        .isEqualTo(
            """
            set timeout=0
            if linux /vmlinuz bloomery.url=http://10.17.17.1:8081 bloomery.token=TOKEN BOOTIF=01-52-54-00-aa-bb-cc console=ttyS0,115200 quiet security=none mitigations=off; then
              if initrd /initrd.img; then boot; fi
            fi
            sleep 5
            configfile /grub/$grub_cpu.cfg
            """);
    BootRequest deployed = ask("efi", "x86_64", machine(BootTarget.LOCAL, Firmware.UEFI));
    assertThat(GrubConfig.of(deployed, routes.answer(deployed)))
        .contains("chainloader /EFI/BOOT/BOOTX64.EFI")
        .doesNotContain("token");
    BootRequest thief = asker("10.17.17.150");
    assertThat(GrubConfig.of(thief, routes.answer(thief))).contains("echo").doesNotContain("token");
  }

  @Test
  void whoComesWhenOthersLoadWaitsInLine() {
    admission.load(MacAddress.of("52:54:00:00:00:01"));
    admission.load(MacAddress.of("52:54:00:00:00:02"));
    BootRequest request = ask("efi", "x86_64", null);
    assertThat(script(request))
        .isEqualTo(
            """
            #!ipxe
            :again
            echo Bloomery: place 2 in line for the in-RAM system
            sleep 10
            chain --replace http://10.17.17.1:8081/boot/ipxe?mac=52:54:00:aa:bb:cc&platform=${platform}&arch=${buildarch} || goto again
            """);
    script(request);
    assertThat(GrubConfig.of(request, routes.answer(request)))
        .isEqualTo(
            """
            echo "Bloomery: place 2 in line for the in-RAM system"
            pause=10
            if [ "$in_line" != yes ]; then
              in_line=yes
              while true; do
                sleep $pause
                source /grub/$grub_cpu.cfg
              done
            fi
            """);
    assertThat(journal.of(List.of(MAC)))
        .extracting(BootNote::step, BootNote::detail)
        .containsExactly(tuple(BootStep.WAITS, "place 2"));
    assertThat(admission.line(MAC)).hasValue("the in-RAM system, place 2");
  }

  @Test
  void deployedMachinesAndThievesAreNotInLine() {
    admission.load(MacAddress.of("52:54:00:00:00:01"));
    assertThat(script(ask("pcbios", "i386", machine(BootTarget.LOCAL, Firmware.BIOS))))
        .contains("sanboot");
    assertThat(routes.answer(asker("10.17.17.150"))).isInstanceOf(BootAnswer.Refused.class);
    assertThat(admission.line(MAC)).isEmpty();
  }

  @Test
  void otherProcessorsAreTold() {
    assertThat(script(ask("efi", "arm64", null)))
        .contains("there is no in-RAM system for arm64")
        .doesNotContain("token", "vmlinuz");
    assertThat(journal.of(List.of(MAC)))
        .extracting(BootNote::step, BootNote::detail)
        .containsExactly(tuple(BootStep.NOT_SERVED, "there is no in-RAM system for arm64"));
    assertThat(script(ask("efi", "x\nboot evil", null)))
        .contains("for this processor")
        .doesNotContain("evil");
  }

  @Test
  void everyProcessorGetsItsOwnRamSystem() {
    built.add(Architecture.ARM64);
    String arguments = "BOOTIF=01-52-54-00-aa-bb-cc console=tty0 console=ttyAMA0,115200 quiet";
    BootRequest request = ask("efi", "arm64", null);
    assertThat(script(request))
        .contains(
            "/boot/file/vmlinuz-arm64 initrd=initrd-arm64.img ",
            "initrd http://10.17.17.1:8081/boot/file/initrd-arm64.img ",
            arguments)
        .doesNotContain("ttyS0", "vmlinuz ");
    assertThat(GrubConfig.of(request, routes.answer(request)))
        .contains("if linux /vmlinuz-arm64 ", "if initrd /initrd-arm64.img;", arguments)
        .doesNotContain("ttyS0");
    assertThat(script(ask("pcbios", "i386", null))).isEqualTo(RAM_SYSTEM);
  }

  @Test
  void everyProcessorGoesToItsOwnDisk() {
    BootRequest deployed = ask("efi", "arm64", machine(BootTarget.LOCAL, Firmware.UEFI));
    assertThat(script(deployed)).contains("/boot/file/local-arm64.efi ");
    assertThat(GrubConfig.of(deployed, routes.answer(deployed)))
        .contains("chainloader /EFI/BOOT/BOOTAA64.EFI")
        .doesNotContain("BOOTX64");
    BootRequest strange = ask("efi", "riscv64", machine(BootTarget.LOCAL, Firmware.UEFI));
    assertThat(script(strange)).contains("exit").doesNotContain("local");
  }

  @Test
  void grubSaysItsProcessorByTheFileItAsksFor() {
    assertThat(GrubConfig.processor("grub/arm64.cfg")).hasValue("arm64");
    assertThat(GrubConfig.processor("grub/x86_64.cfg")).hasValue("x86_64");
    assertThat(GrubConfig.processor("grub/x86_64-efi/command.lst")).isEmpty();
    assertThat(GrubConfig.processor("grub/../arm64.cfg")).isEmpty();
  }

  @Test
  void tokenIsForTheAddressThatWasLentToTheNic() {
    assertThat(routes.answer(asker("10.17.17.150")))
        .isEqualTo(
            new BootAnswer.Refused(
                "address: 10.17.17.150 (expected: the address lent to 52:54:00:aa:bb:cc)"));
    assertThat(routes.answer(asker("192.168.7.7")))
        .isInstanceOf(BootAnswer.Refused.class)
        .extracting(BootAnswer::words)
        .asString()
        .startsWith("address: 192.168.7.7 ");
  }

  @Test
  void deviceIsSentOnToItsDiskAndGetsNoToken() {
    BootRequest device =
        new BootRequest(DEVICE, "efi", "x86_64", "10.17.17.150", CONTROLLER, Optional.empty());
    assertThat(routes.answer(device)).isEqualTo(new BootAnswer.LocalDisk());
  }

  private static BootRequest asker(String address) {
    return new BootRequest(MAC, "pcbios", "i386", address, CONTROLLER, Optional.empty());
  }

  private String script(BootRequest request) {
    return IpxeScript.of(request, routes.answer(request))
        .replaceFirst("bloomery.token=[A-Za-z0-9_-]{90}", "bloomery.token=TOKEN");
  }

  private static BootRequest ask(String platform, String architecture, Machine machine) {
    return new BootRequest(
        MAC, platform, architecture, "10.17.17.101", CONTROLLER, Optional.ofNullable(machine));
  }

  private static Machine machine(BootTarget target, Firmware firmware) {
    Instant now = Instant.EPOCH;
    return new Machine(
        "m1234567",
        "node0",
        MachineStatus.DEPLOYED,
        MAC,
        List.of(MAC),
        null,
        null,
        firmware,
        "x86_64",
        2,
        1L << 30,
        0,
        null,
        PowerState.ON,
        target,
        3,
        null,
        null,
        null,
        null,
        null,
        "default",
        "default",
        now,
        now);
  }
}
