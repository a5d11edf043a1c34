package io.bloomery.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

class DataDirectoryTest {
  @TempDir Path folder;

  @Test
  void nobodyElseMayLookIntoANewOne() throws Exception {
    Path data = folder.resolve("deep/data");
    MockEnvironment environment =
        new MockEnvironment().withProperty("bloomery.data", data.toString());
    new DataDirectory().postProcessEnvironment(environment, new SpringApplication());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  @Test
  void oneThatIsThereStaysAsItIs() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
    DataDirectory.make(data);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwxr-x---");
  }
}
