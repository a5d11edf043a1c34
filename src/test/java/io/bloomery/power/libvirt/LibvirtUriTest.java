package io.bloomery.power.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibvirtUriTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "qemu:///system",
        "qemu:///session",
        "test:///default",
        "qemu+unix:///system?socket=/run/libvirt/libvirt-sock",
        "qemu+ssh://root@10.17.17.2/system",
        "qemu+ssh://bloomery@vm-host.example:2222/system",
        "qemu+ssh://root@[fd00::1]/system"
      })
  void admits(String uri) {
    assertThat(new LibvirtUri(uri).text()).isEqualTo(uri);
  }

  /**
   * Each would run a command of the writer's, read a file of his, or go round the check of the
   * host's key.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "qemu+ext:///system?command=/tmp/x",
        "qemu+ssh://root@host/system?command=/tmp/x",
        "qemu+ssh://root@host/system?no_verify=1",
        "qemu+ssh://root@host/system?netcat=/tmp/x",
        "qemu+ssh://-oProxyCommand=x@host/system",
        "qemu+ssh://root@-oProxyCommand=x/system",
        "qemu+ssh://host/system",
        "qemu+ssh://root:password@host/system",
        "qemu+ssh://root@host/system#x",
        "qemu+unix:///system?socket=/x&command=/tmp/x",
        "qemu+unix:///system",
        "qemu+tcp://host/system",
        "test:///etc/passwd",
        "qemu:///embed?root=/tmp",
        "qemu+ssh://root@host/sys tem",
        ""
      })
  void refuses(String uri) {
    assertThatThrownBy(() -> new LibvirtUri(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("libvirt URI: " + uri + " (expected: ");
  }

  @Test
  void addsTheKeyOverSshAlone() {
    Path key = Path.of("/var/lib/my data/key");
    assertThat(new LibvirtUri("qemu:///system").withKey(key, Path.of("/ssh")))
        .isEqualTo("qemu:///system");
    assertThat(new LibvirtUri("qemu+ssh://root@h/system").withKey(key, Path.of("/ssh")))
        .startsWith(
            "qemu+ssh://root@h/system?keyfile=%2Fvar%2Flib%2Fmy%20data%2Fkey&command=%2Fssh&no_tty=1");
  }
}
