package io.bloomery.power.libvirt;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.springframework.util.FileSystemUtils;

/**
 * A libvirtd of the tests' own with real QEMU domains: in a mount namespace where its directories
 * are others, so that it neither sees nor disturbs one that runs on this host. What is in {@code
 * run/} outlives it, as with any libvirtd.
 */
final class Libvirtd implements CloseableResource {
  static final String MAC = "52:54:00:b1:00:01";
  static final String DOMAIN = "tiny-1";
  static final String UUID = "5f0b1c5e-6f0e-4b53-9d0a-6d1f3a3c0001";

  private static final String SCRIPT =
      """
      set -e
      for d in run:/run/libvirt lib:/var/lib/libvirt cache:/var/cache/libvirt log:/var/log/libvirt etc:/etc/libvirt; do
        mkdir -p "$0/${d%%:*}" "${d#*:}"
        mount --bind "$0/${d%%:*}" "${d#*:}"
      done
      exec "$@"
      """;

  private final Path directory;
  private Process daemon;

  Libvirtd(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    Path etc = Files.createDirectories(directory.resolve("etc"));
    Files.writeString(
        etc.resolve("libvirtd.conf"), "auth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n");
    // No virtlogd, no cgroups, no other user: the daemon is alone with its QEMU.
    Files.writeString(
        etc.resolve("qemu.conf"),
        """
        user = "root"
        group = "root"
        dynamic_ownership = 0
        security_driver = "none"
        stdio_handler = "file"
        cgroup_controllers = [ ]
        namespaces = [ ]
        """);
    start();
    Path xml = directory.resolve("tiny.xml");
    Files.writeString(
        xml,
        """
        <domain type='qemu'><name>%s</name><uuid>%s</uuid><memory unit='MiB'>16</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
        <devices><emulator>/usr/bin/qemu-system-x86_64</emulator>
        <controller type='usb' model='none'/><memballoon model='none'/>
        <interface type='user'><mac address='%s'/><model type='virtio'/><rom enabled='no'/></interface>
        </devices></domain>
        """
            .formatted(DOMAIN, UUID, MAC));
    define();
  }

  void define() throws IOException, InterruptedException {
    virsh("define", directory.resolve("tiny.xml").toString());
  }

  /** Why it cannot be had here, or null. */
  static String missing() throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return "not root: a private libvirtd needs a mount namespace";
    }
    for (String tool :
        List.of(
            "/usr/sbin/libvirtd",
            "/usr/bin/virsh",
            "/usr/bin/qemu-system-x86_64",
            "/usr/sbin/sshd")) {
      if (!Files.isExecutable(Path.of(tool))) {
        return tool + " is not installed";
      }
    }
    boolean namespaces = new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0;
    return namespaces ? null : "mount namespaces are not allowed here";
  }

  static boolean libraryInstalled() {
    try {
      NativeLibrary.getInstance("virt");
      return true;
    } catch (UnsatisfiedLinkError absent) {
      return false;
    }
  }

  String uri() {
    return "qemu+unix:///system?socket=" + directory.resolve("run/libvirt-sock");
  }

  /** Runs a command where this libvirtd is the host's one. */
  Process inside(String... command) throws IOException {
    List<String> outer =
        List.of(
            "unshare", "-m", "--propagation", "private", "sh", "-c", SCRIPT, directory.toString());
    return new ProcessBuilder(Stream.concat(outer.stream(), Stream.of(command)).toList())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()))
        .start();
  }

  void start() throws IOException, InterruptedException {
    daemon =
        inside("libvirtd", "-f", "/etc/libvirt/libvirtd.conf", "-p", directory + "/libvirtd.pid");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (virshExit("list") != 0) {
      if (System.nanoTime() > end || !daemon.isAlive()) {
        throw new IOException(
            "libvirtd does not answer: " + Files.readString(directory.resolve("output")));
      }
      Thread.sleep(100);
    }
  }

  /** As {@code kill -9}; its domains live on. */
  void kill() throws InterruptedException {
    daemon.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }

  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(daemon.pid())).start().waitFor();
  }

  /** Process id of the domain's QEMU. */
  String qemu() throws IOException {
    return Files.readString(directory.resolve("run/qemu/" + DOMAIN + ".pid")).strip();
  }

  /** With what options the domain's QEMU was started. */
  String commandLine() throws IOException {
    return Files.readString(Path.of("/proc", qemu(), "cmdline")).replace('\0', ' ');
  }

  void virsh(String... command) throws IOException, InterruptedException {
    if (virshExit(command) != 0) {
      throw new IOException("virsh failed: " + Files.readString(directory.resolve("output")));
    }
  }

  private int virshExit(String... command) throws IOException, InterruptedException {
    Process virsh =
        new ProcessBuilder(
                Stream.concat(Stream.of("virsh", "-q", "-c", uri()), Stream.of(command)).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output").toFile()))
            .start();
    if (!virsh.waitFor(30, TimeUnit.SECONDS)) {
      virsh.destroyForcibly();
      return -1;
    }
    return virsh.exitValue();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    virshExit("destroy", DOMAIN);
    daemon.destroy();
    if (!daemon.waitFor(10, TimeUnit.SECONDS)) {
      kill();
    }
    FileSystemUtils.deleteRecursively(directory);
  }
}
