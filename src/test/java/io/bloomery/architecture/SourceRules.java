package io.bloomery.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules about sources, which classes do not show. Each answers what breaks it. */
final class SourceRules {
  private SourceRules() {}

  static List<Path> packagesWithoutDescription(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .filter(folder -> !folder.endsWith("io/bloomery"))
          .filter(folder -> Files.notExists(folder.resolve("package-info.java")))
          .sorted()
          .toList();
    }
  }

  /** Files that are longer than a reader keeps in mind; those listed may have a third more. */
  static List<String> tooLong(Path sources, int limit, Set<String> listed) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(
              file -> {
                boolean more = listed.contains(file.getFileName().toString());
                return lines(file) > (more ? limit * 4 / 3 : limit);
              })
          .map(file -> file + ": " + lines(file) + " lines (expected: at most " + limit + ")")
          .sorted()
          .toList();
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
