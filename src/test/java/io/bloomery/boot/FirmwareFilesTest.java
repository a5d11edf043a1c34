package io.bloomery.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.boot.dhcp.BootFile;
import io.bloomery.boot.dhcp.BootFiles;
import io.bloomery.boot.dhcp.MessageType;
import io.bloomery.boot.dhcp.Octets;
import io.bloomery.boot.dhcp.PxeRequest;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.Ipv4;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What firmware is told to load, by its architecture code. */
class FirmwareFilesTest {
  @TempDir Path directory;
  private ConfigurableApplicationContext context;

  @BeforeEach
  void start() {
    context = BootNetwork.start("bloomery.boot.files=" + directory);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void x86FirmwareGetsIpxe() {
    assertThat(file(0, false).location()).isEqualTo("undionly.kpxe");
    assertThat(file(7, false).location()).isEqualTo("snponly.efi");
    assertThat(file(9, false).location()).isEqualTo("snponly.efi");
    assertThat(file(16, false).location()).isEqualTo("http://10.17.17.1:8081/boot/file/ipxe.efi");
  }

  @Test
  void arm64FirmwareGetsItsOwnFilesOnceTheyAreThere() throws Exception {
    for (int architecture : List.of(11, 19)) {
      BootFile none = file(architecture, false);
      assertThat(none.location()).isEmpty();
      assertThat(none.missing()).contains("ARM64", "./bloomery ramdisk arm64");
    }
    Files.writeString(directory.resolve("shimaa64.efi"), "shim");
    Files.writeString(directory.resolve("http-arm64.efi"), "grub");
    assertThat(file(11, false).location()).isEqualTo("shimaa64.efi");
    assertThat(file(19, false).location())
        .isEqualTo("http://10.17.17.1:8081/boot/file/http-arm64.efi");
  }

  @Test
  void ipxeSaysItsProcessor() {
    assertThat(file(7, true).location()).endsWith("&arch=x86_64&platform=efi");
    assertThat(file(11, true).location()).endsWith("&arch=arm64&platform=efi");
    assertThat(file(0, true).location()).endsWith("&arch=i386&platform=pcbios");
  }

  @Test
  void whoeverHasNoBootLoaderHereIsToldOf() {
    assertThat(file(27, false)).isEqualTo(BootFile.none("architecture 27 has no boot loader here"));
  }

  private BootFile file(int architecture, boolean ipxe) {
    Octets nothing = new Octets(new byte[0]);
    return context
        .getBean(BootFiles.class)
        .fileFor(
            new PxeRequest(
                MessageType.DISCOVER,
                1,
                0,
                Ipv4.NONE,
                Ipv4.NONE,
                MacAddress.of("52:54:00:00:00:01"),
                Ipv4.NONE,
                Ipv4.NONE,
                "",
                nothing,
                List.of(),
                0,
                "PXEClient",
                architecture,
                nothing,
                ipxe,
                nothing,
                Ipv4.NONE,
                Ipv4.NONE));
  }
}
