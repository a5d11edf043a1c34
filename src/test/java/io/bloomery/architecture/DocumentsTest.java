package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bloomery.architecture.SettingsReference.Setting;
import io.bloomery.machine.MachineStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents say what the code does. */
class DocumentsTest {
  private static final Path README = Path.of("README.md");

  /** {@code | 8081 | TCP | … | `bloomery.boot.http-port` |} */
  private static final Pattern PORT =
      Pattern.compile("^\\| (\\d+) \\|.*`([a-z.-]+)` \\|$", Pattern.MULTILINE);

  /** {@code [text](path)}, not to another site and not within the page. */
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

  @Test
  void readmeDrawsTheTableOfTransitions() throws Exception {
    new Generated(README, "states").mustBe(diagram());
  }

  @Test
  void settingsAreListed() throws Exception {
    new Generated(Path.of("docs", "settings.md"), "settings").mustBe(SettingsReference.table());
  }

  @Test
  void everySettingSaysWhatItIs() throws Exception {
    assertThat(SettingsReference.all()).filteredOn(it -> it.meaning().isEmpty()).isEmpty();
  }

  @Test
  void readmeListsEveryPortWithItsDefault() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    Matcher row = PORT.matcher(Files.readString(README));
    while (row.find()) {
      listed.put(row.group(2), row.group(1));
    }
    Map<String, String> real = new TreeMap<>();
    for (Setting setting : SettingsReference.all()) {
      // The SSH port is one the controller calls, not one it opens.
      if (setting.name().matches(".*[.-]port")
          && !setting.name().equals("bloomery.node.ssh-port")) {
        real.put(setting.name(), setting.fallback());
      }
    }
    String application = Files.readString(Path.of("src/main/resources/application.yaml"));
    Matcher server =
        Pattern.compile("\\nserver:\\n(?: .*\\n)*? +port: (\\d+)").matcher(application);
    assertThat(server.find()).isTrue();
    real.put("server.port", server.group(1));
    assertThat(listed).isEqualTo(real);
  }

  @Test
  void linksLeadSomewhere() throws Exception {
    Set<String> dead = new TreeSet<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        if (Files.notExists(document.resolveSibling(link.group(1)))) {
          dead.add(document + " → " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void driftIsSeen(@TempDir Path folder) throws Exception {
    Path document = Files.writeString(folder.resolve("a.md"), "<!-- x -->\nold\n<!-- /x -->\n");
    assertThatThrownBy(() -> new Generated(document, "x").mustBe("new\n", false))
        .isInstanceOf(AssertionError.class);
    new Generated(document, "x").mustBe("new\n", true);
    new Generated(document, "x").mustBe("new\n", false);
  }

  private static Set<Path> documents() throws IOException {
    Set<Path> documents = new TreeSet<>();
    try (Stream<Path> top = Files.list(Path.of("."));
        Stream<Path> below = Files.walk(Path.of("docs"))) {
      Stream.concat(top, below).filter(it -> it.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  private static String diagram() {
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> NEW\n");
    for (MachineStatus status : MachineStatus.values()) {
      text.append("  %s: %s\n".formatted(status.name(), status.label()));
    }
    for (MachineStatus from : MachineStatus.values()) {
      for (MachineStatus to : from.next()) {
        text.append("  %s --> %s\n".formatted(from.name(), to.name()));
      }
    }
    return text.append("```\n").toString();
  }
}
