package io.bloomery.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The user's SSH key, made for one run, and the {@code ssh} that uses it. */
final class UserKey {
  private final Path directory;

  private UserKey(Path directory) {
    this.directory = directory;
  }

  static UserKey make() {
    try {
      Path directory = Files.createTempDirectory("bloomery-lab-user");
      HostCommand.must(
          "ssh-keygen",
          "-q",
          "-t",
          "ed25519",
          "-N",
          "",
          "-C",
          "student@lab",
          "-f",
          directory.resolve("key").toString());
      return new UserKey(directory);
    } catch (IOException e) {
      throw new LabFailure("no directory for the user's key", e);
    }
  }

  String line() {
    try {
      return Files.readString(directory.resolve("key.pub")).strip();
    } catch (IOException e) {
      throw new LabFailure("the user's public key cannot be read", e);
    }
  }

  /**
   * Runs a command on a machine as its user.
   *
   * @param hostKey the key its first boot reported; empty accepts whatever answers
   */
  String run(String user, String address, Optional<String> hostKey, String command) {
    try {
      Path known = directory.resolve("known-" + address);
      Files.writeString(known, hostKey.map(key -> address + " " + key.strip() + "\n").orElse(""));
      return HostCommand.must(
          Duration.ofMinutes(2),
          "ssh",
          "-F",
          "/dev/null",
          "-i",
          directory.resolve("key").toString(),
          "-o",
          "IdentitiesOnly=yes",
          "-o",
          "BatchMode=yes",
          "-o",
          "ConnectTimeout=30",
          "-o",
          "UserKnownHostsFile=" + known,
          "-o",
          "GlobalKnownHostsFile=/dev/null",
          "-o",
          "StrictHostKeyChecking=" + (hostKey.isPresent() ? "yes" : "accept-new"),
          user + "@" + address,
          command);
    } catch (IOException e) {
      throw new LabFailure("known hosts could not be written", e);
    }
  }

  void forget() {
    HostCommand.must("rm", "-rf", directory.toString());
  }
}
