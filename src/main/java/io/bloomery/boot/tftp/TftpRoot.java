package io.bloomery.boot.tftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The directory whose files are served; nothing outside it, by whatever spelling or link. */
final class TftpRoot {
  private final Path root;
  private final SharedFiles files = new SharedFiles();

  TftpRoot(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Content open(String name) throws TftpRefusal {
    String relative = relative(name);
    try {
      Path file = root.resolve(relative).normalize();
      if (!file.startsWith(root)
          || relative.isEmpty()
          || !Files.isRegularFile(file)
          || !Files.isReadable(file)) {
        throw notFound(name);
      }
      Path real = file.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw notFound(name);
      }
      return files.open(real);
    } catch (InvalidPathException | IOException unreadable) {
      throw notFound(name);
    }
  }

  /** How many files are being sent. */
  int open() {
    return files.count();
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
