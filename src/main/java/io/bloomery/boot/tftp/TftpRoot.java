package io.bloomery.boot.tftp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The directory whose files are served; nothing outside it, by whatever spelling or link. */
final class TftpRoot {
  private final Path root;

  TftpRoot(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  FileChannel open(String name) throws TftpRefusal {
    String relative = relative(name);
    try {
      Path file = root.resolve(relative).normalize();
      if (!file.startsWith(root)
          || relative.isEmpty()
          || !Files.isRegularFile(file)
          || !Files.isReadable(file)) {
        throw notFound(name);
      }
      if (!file.toRealPath().startsWith(root.toRealPath())) {
        throw notFound(name);
      }
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (InvalidPathException | IOException unreadable) {
      throw notFound(name);
    }
  }

  /** Windows-minded firmware writes backslashes, GRUB and shim begin with a slash or two. */
  static String relative(String name) {
    return name.replace('\\', '/').replaceFirst("^/+", "");
  }

  private static TftpRefusal notFound(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    return new TftpRefusal(
        TftpRefusal.NOT_FOUND, "file: " + shown.replaceAll("[^ -~]", "?") + " is not served");
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
