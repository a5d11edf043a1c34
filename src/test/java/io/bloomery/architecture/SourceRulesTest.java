package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRulesTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final int LIMIT = 300;

  /** One thing each that does not fall into two. */
  private static final Set<String> LISTED = Set.of("NodeTasks.java");

  @Test
  void everyPackageSaysWhatItIs() throws Exception {
    assertThat(SourceRules.packagesWithoutDescription(SOURCES)).isEmpty();
  }

  @Test
  void noFileIsTooLong() throws Exception {
    assertThat(SourceRules.tooLong(SOURCES, LIMIT, LISTED)).isEmpty();
  }

  @Test
  void probesBreakThem(@TempDir Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("Long.java"), "//\n".repeat(LIMIT + 1));
    assertThat(SourceRules.packagesWithoutDescription(folder)).containsExactly(folder);
    assertThat(SourceRules.tooLong(folder, LIMIT, Set.of())).hasSize(1);
    assertThat(SourceRules.tooLong(folder, LIMIT, Set.of("Long.java"))).isEmpty();
    Files.writeString(source, "//\n".repeat(401));
    assertThat(SourceRules.tooLong(folder, LIMIT, Set.of("Long.java"))).hasSize(1);
  }
}
