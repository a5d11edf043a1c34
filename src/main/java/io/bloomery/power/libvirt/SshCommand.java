package io.bloomery.power.libvirt;

import io.bloomery.secret.ControllerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The command libvirt starts for {@code qemu+ssh}. libvirt's URI has no parameter for a file of
 * known hosts with this transport (libvirt.org/uri.html lists it for the libssh ones alone), so a
 * script between adds it, and shuts out whatever the account's own {@code ~/.ssh} says.
 */
final class SshCommand {
  private SshCommand() {}

  static Path write(ControllerKey key, boolean trustOnFirstUse) {
    Path script = key.privateFile().resolveSibling("libvirt-ssh");
    String text =
        """
        #!/bin/sh
        # Written at each start. Keys of known hosts stand in the file named below.
        exec ssh -F none -o UserKnownHostsFile=%s -o GlobalKnownHostsFile=/dev/null \\
          -o StrictHostKeyChecking=%s -o HashKnownHosts=no -o UpdateHostKeys=no -o IdentitiesOnly=yes \\
          -o IdentityAgent=none -o PreferredAuthentications=publickey -o BatchMode=yes -o ConnectTimeout=10 \\
          -o ServerAliveInterval=5 -o ServerAliveCountMax=3 "$@"
        """
            .formatted(quoted(key.knownHosts()), trustOnFirstUse ? "accept-new" : "yes");
    try {
      Files.writeString(script, text);
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      return script;
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "libvirt: cannot write " + script + ": " + failed.getMessage(), failed);
    }
  }

  /**
   * For the shell, and inside for ssh, which splits the value at spaces unless it has double
   * quotes.
   */
  private static String quoted(Path path) {
    return "'\"" + path.toString().replace("'", "'\\''") + "\"'";
  }
}
