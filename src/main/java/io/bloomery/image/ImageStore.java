package io.bloomery.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The image files by digest. A file is there whole or not at all. */
@Component
class ImageStore {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Path files;
  private final Path drafts;
  private final Path offered;

  ImageStore(@Value("${bloomery.data:./data}") Path data) throws IOException {
    Path images = data.resolve("images").toAbsolutePath().normalize();
    files = Files.createDirectories(images.resolve("sha256"));
    offered = Files.createDirectories(data.resolve("import").toAbsolutePath().normalize());
    drafts = Files.createDirectories(images.resolve("incoming"));
    // Of imports that a stop cut off.
    try (Stream<Path> left = Files.list(drafts)) {
      for (Path draft : left.toList()) {
        Files.deleteIfExists(draft);
      }
    }
  }

  Optional<Path> find(String digest) {
    return DIGEST.matcher(digest).matches()
        ? Optional.of(files.resolve(digest)).filter(Files::isRegularFile)
        : Optional.empty();
  }

  /** Where people put files that are to be imported. */
  Path offered() {
    return offered;
  }

  Path draft(String suffix) throws IOException {
    return Files.createTempFile(drafts, "import-", suffix);
  }

  /** Moves a finished draft to its place; after that it survives a power cut. */
  Path keep(Path draft, String digest) throws IOException {
    sync(draft, StandardOpenOption.WRITE);
    Path file = Files.move(draft, files.resolve(digest), StandardCopyOption.ATOMIC_MOVE);
    sync(files, StandardOpenOption.READ);
    return file;
  }

  void remove(String digest) throws IOException {
    Files.deleteIfExists(files.resolve(digest));
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
