package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the linter in {@code src/lint}. It needs Node 18 or later; {@code ./bloomery test} brings
 * it.
 */
class BpmnLintTest {
  private static final Path LINT = Path.of("src", "lint");
  private static final Path RULES = LINT.resolve("bpmnlint-plugin-local/rules");
  private static final Path PROBES = LINT.resolve("probes");

  @BeforeAll
  static void install() throws Exception {
    Path installed = LINT.resolve("node_modules/.package-lock.json");
    Path wanted = LINT.resolve("package-lock.json");
    if (Files.notExists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) < 0) {
      Finished npm = run("npm", "ci", "--prefix", LINT.toString());
      assertThat(npm.code()).as("npm ci: %s", npm.output()).isZero();
    }
  }

  @Test
  void modelsAreClean() throws Exception {
    assertThat(lint(files(Path.of("bpmn"), ".bpmn"))).isEmpty();
  }

  static Stream<Path> probes() throws IOException {
    return files(PROBES, ".bpmn").stream();
  }

  @ParameterizedTest
  @MethodSource("probes")
  void probeBreaksItsRuleAndNoOther(Path probe) throws Exception {
    assertThat(lint(List.of(probe)))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.split("\t")[1]).isEqualTo("local/" + stem(probe)));
  }

  @Test
  void everyRuleHasAProbe() throws Exception {
    assertThat(stems(files(PROBES, ".bpmn"))).isEqualTo(stems(files(RULES, ".js")));
  }

  @Test
  void everyRuleIsSwitchedOn() throws Exception {
    String index = Files.readString(RULES.resolveSibling("index.js"));
    assertThat(stems(files(RULES, ".js"))).allSatisfy(rule -> assertThat(index).contains(rule));
  }

  private static List<String> lint(List<Path> models) throws Exception {
    assertThat(models).isNotEmpty();
    List<String> command = new ArrayList<>(List.of("node", LINT.resolve("lint.js").toString()));
    models.forEach(model -> command.add(model.toString()));
    Finished node = run(command.toArray(String[]::new));
    List<String> findings = node.output().lines().toList();
    // A linter that falls over must not look like one that found nothing.
    assertThat(node.code()).as(node.output()).isEqualTo(findings.isEmpty() ? 0 : 1);
    return findings;
  }

  private record Finished(int code, String output) {}

  private static Finished run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
    return new Finished(process.exitValue(), output);
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static Set<String> stems(List<Path> files) {
    return files.stream().map(BpmnLintTest::stem).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.\\w+$", "");
  }
}
