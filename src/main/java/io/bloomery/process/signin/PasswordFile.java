package io.bloomery.process.signin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A new password in the data directory, for the eyes of the controller's own account. */
record PasswordFile(Path data, String name) {
  Path write(String password) {
    Path file = data.resolve(name + "-password").toAbsolutePath().normalize();
    try {
      Files.createDirectories(data);
      // Created with its mode, so that there is no moment in which others can open it.
      Path fresh =
          Files.createTempFile(
              data,
              ".password",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, password + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "password file: " + file + " (expected: a directory this account may write)", failed);
    }
  }
}
