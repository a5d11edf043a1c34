package io.bloomery.power.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bloomery.power.PowerFailure;
import io.bloomery.power.PowerTarget;
import io.bloomery.secret.TestSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * libvirt prints each error to standard error unless told otherwise; Java cannot see that from
 * within.
 */
class LibvirtSilenceTest {
  @TempDir Path data;

  @Test
  void errorsAreNotPrinted() throws Exception {
    assumeTrue(Libvirtd.libraryInstalled(), "libvirt0 is not installed");
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                LibvirtSilenceTest.class.getName(),
                data.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    java.environment().remove("JAVA_TOOL_OPTIONS"); // Java would tell of it
    Process child = java.start();
    child.getOutputStream().close();
    String printed = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isEqualTo(3);
    assertThat(printed).isEmpty();
  }

  /** Fails in three ways and ends with the number of failures. */
  public static void main(String[] arguments) {
    Path data = Path.of(arguments[0]);
    LibvirtDriver driver =
        new LibvirtDriver(
            new LibvirtHosts(
                new LibvirtSettings(List.of(), Duration.ofSeconds(10), false),
                TestSecrets.controllerKey(data)));
    int failures = 0;
    for (String uri :
        List.of(
            "test:///default",
            "qemu+unix:///system?socket=" + data + "/none",
            "qemu+ssh://root@127.0.0.1:9/system")) {
      try {
        driver.state(new PowerTarget("m1", Map.of("uri", uri, "domain", "no-such-domain")));
      } catch (PowerFailure expected) {
        failures++;
      }
    }
    System.exit(failures);
  }
}
