package io.bloomery.power.libvirt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** An SSH server of the tests' own on loopback, on the "host" where {@link Libvirtd} runs. */
final class SshHost {
  private final Path directory;
  private final int port;
  private final Process daemon;

  SshHost(Libvirtd libvirtd, Path directory, String authorizedKeysLine)
      throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    Files.createDirectories(Path.of("/run/sshd")); // Debian's sshd wants it, its unit makes it
    port = freePort();
    keygen("host_key");
    keygen("other_key");
    admit(authorizedKeysLine);
    daemon =
        libvirtd.inside(
            "/usr/sbin/sshd",
            "-D",
            "-e",
            "-f",
            "/dev/null",
            "-p",
            String.valueOf(port),
            "-h",
            directory.resolve("host_key").toString(),
            "-o",
            "ListenAddress=127.0.0.1",
            "-o",
            "AuthorizedKeysFile=" + directory.resolve("authorized_keys"),
            "-o",
            "StrictModes=no",
            "-o",
            "PermitRootLogin=prohibit-password",
            "-o",
            "PasswordAuthentication=no",
            "-o",
            "KbdInteractiveAuthentication=no",
            "-o",
            "PidFile=none",
            "-o",
            "UsePAM=no");
    awaitPort();
  }

  String uri() {
    return "qemu+ssh://root@127.0.0.1:" + port + "/system";
  }

  int port() {
    return port;
  }

  String knownHostsLine() throws IOException {
    return knownHostsLine(publicKey("host_key"));
  }

  String knownHostsLine(String key) {
    return "[127.0.0.1]:" + port + " " + key + "\n";
  }

  /** A key that this host does not have. */
  String anotherKey() throws IOException {
    return publicKey("other_key");
  }

  void admit(String authorizedKeysLine) throws IOException {
    Files.writeString(
        directory.resolve("authorized_keys"),
        authorizedKeysLine + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Ends the sessions, as a reboot of the host or a firewall between would. */
  void cutConnections() {
    daemon.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private String publicKey(String name) throws IOException {
    String[] words = Files.readString(directory.resolve(name + ".pub")).split(" ");
    return words[0] + " " + words[1];
  }

  private void keygen(String name) throws IOException, InterruptedException {
    new ProcessBuilder(
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve(name).toString())
        .inheritIO()
        .start()
        .waitFor();
  }

  private void awaitPort() throws IOException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (IOException refused) {
        if (attempt == 50 || !daemon.isAlive()) {
          throw new IOException("sshd does not listen on port " + port, refused);
        }
        Thread.sleep(100);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  void stop() throws InterruptedException {
    cutConnections();
    daemon.destroy();
    daemon.waitFor(5, TimeUnit.SECONDS);
  }
}
