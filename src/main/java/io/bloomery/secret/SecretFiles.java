package io.bloomery.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The directory {@code <data>/secrets}: for its owner's eyes only, and it refuses to read what
 * others could have read.
 */
@Component
class SecretFiles {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;

  SecretFiles(@Value("${bloomery.data}") String data) {
    directory = Path.of(data, "secrets").toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory.getParent());
      if (Files.notExists(directory)) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "secrets: cannot create " + directory + ": " + failed.getMessage(), failed);
    }
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  boolean has(String name) {
    return Files.exists(path(name));
  }

  byte[] read(String name) {
    Path file = path(name);
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      Set<PosixFilePermission> excess = new HashSet<>(mode);
      excess.removeAll(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      if (!excess.isEmpty()) {
        throw new IllegalStateException(
            "%s has mode %s (expected: rw-------, readable by its owner alone). Others may have read it: change what it protects, then chmod 600 it"
                .formatted(file, PosixFilePermissions.toString(mode)));
      }
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "secrets: cannot read " + file + ": " + failed.getMessage(), failed);
    }
  }

  /** Writes a whole file or none: a crash half way must not leave a key that opens nothing. */
  void write(String name, byte[] content) {
    Path part = path(name + ".part");
    try {
      Files.deleteIfExists(part);
      Set<StandardOpenOption> fresh =
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel out = FileChannel.open(part, fresh, OWNER_ONLY)) {
        out.write(ByteBuffer.wrap(content));
        out.force(true);
      }
      Files.move(part, path(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "secrets: cannot write " + path(name) + ": " + failed.getMessage(), failed);
    }
  }
}
