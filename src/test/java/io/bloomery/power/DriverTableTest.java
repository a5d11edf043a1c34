package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The tables of drivers in the documents are what the drivers say of themselves. */
class DriverTableTest {
  private static final String BEGIN = "<!-- drivers -->\n";
  private static final String END = "<!-- /drivers -->";

  /** Beyond switching, in the words of the table. */
  private static final Map<Class<?>, String> CAPABILITIES = new LinkedHashMap<>();

  static {
    CAPABILITIES.put(MachineFinder.class, "finds new machines by NIC");
    CAPABILITIES.put(BootOverride.class, "boots from the network once");
    CAPABILITIES.put(Identify.class, "blinks");
  }

  @TempDir Path data;

  @Test
  void theGuideHasTheTable() throws IOException {
    assertThat(block(Path.of("docs/power.md"))).isEqualTo(table());
  }

  @Test
  void theReadmeHasTheTable() throws IOException {
    Path readme = Path.of("README.md");
    assumeTrue(
        Files.exists(readme) && Files.readString(readme).contains(BEGIN),
        "README.md has no table of drivers");
    assertThat(block(readme)).isEqualTo(table());
  }

  private String table() {
    StringBuilder text =
        new StringBuilder("| driver | for | settings | also |\n| --- | --- | --- | --- |\n");
    drivers().stream().map(DriverTableTest::row).sorted().forEach(text::append);
    return text.toString();
  }

  private static String row(PowerDriver driver) {
    DriverDescription description = driver.description();
    String settings =
        description.settings().stream()
            .map(DriverTableTest::setting)
            .collect(Collectors.joining("; "));
    String also =
        CAPABILITIES.entrySet().stream()
            .filter(it -> driver.capability(it.getKey()).isPresent())
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(description.name(), description.sentence(), settings, also);
  }

  private static String setting(Setting setting) {
    String fallback = setting.fallback() == null ? "" : ", default `" + setting.fallback() + "`";
    return "`%s`%s%s: %s"
        .formatted(
            setting.name(),
            setting.required() ? "" : " (optional" + fallback + ")",
            setting.secret() ? " (secret)" : "",
            setting.help());
  }

  private Collection<PowerDriver> drivers() {
    List<PowerDriver> drivers = new ArrayList<>();
    new ApplicationContextRunner()
        .withPropertyValues("bloomery.data=" + data)
        .withUserConfiguration(Parts.class)
        .run(context -> drivers.addAll(context.getBeansOfType(PowerDriver.class).values()));
    assertThat(drivers).isNotEmpty();
    return drivers;
  }

  private static String block(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(BEGIN, END);
    return text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
  }

  @ComponentScan(
      basePackages = {"io.bloomery.power", "io.bloomery.secret"},
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = "io\\.bloomery\\.power\\.[A-Z].*"))
  @EnableConfigurationProperties
  @ConfigurationPropertiesScan("io.bloomery.power")
  static class Parts {}
}
