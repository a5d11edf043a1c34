package io.bloomery.node;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * A random key in a file that only the controller's user can read; made when it is first needed.
 */
final class KeyFile {
  private static final int BYTES = 32;

  private KeyFile() {}

  static byte[] read(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    Path draft = file.resolveSibling(file.getFileName() + ".new-" + ProcessHandle.current().pid());
    if (!Files.exists(file)) {
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(draft, fresh, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      // A link fails where another start was faster, and never shows half a key.
      try {
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException faster) {
        // Its key is as good.
      } finally {
        Files.delete(draft);
      }
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != BYTES) {
      throw new IOException(
          file
              + ": "
              + key.length
              + " bytes (expected: "
              + BYTES
              + "; remove it to get a new key)");
    }
    return key;
  }
}
