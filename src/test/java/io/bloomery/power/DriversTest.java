package io.bloomery.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriversTest {
  private static final Setting HOST =
      Setting.required("host", "Host", SettingKind.ENDPOINT, "host:port");
  private static final Setting PASSWORD =
      Setting.required("password", "Password", SettingKind.TEXT, "of the BMC").asSecret();

  @Test
  void listsDriversByName() {
    assertThat(new Drivers(List.of(driver("b"), driver("a"))).descriptions())
        .extracting(DriverDescription::name)
        .containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Upper",
        "1st",
        "two words",
        "a--b",
        "-a",
        "a-",
        "../a",
        "thirty-three-characters-is-one-more"
      })
  void aMalformedNameStopsTheStart(String name) {
    assertThatThrownBy(() -> new Drivers(List.of(driver(name))))
        .hasMessageContaining("malformed name (expected: ");
  }

  @Test
  void aNameTakenTwiceStopsTheStart() {
    assertThatThrownBy(() -> new Drivers(List.of(driver("a"), driver("a"))))
        .hasMessageContaining("power driver a: name of both");
  }

  @Test
  void aSettingNamedTwiceOrBadlyStopsTheStart() {
    assertThatThrownBy(() -> new Drivers(List.of(driver("a", HOST, HOST))))
        .hasMessageContaining("setting host");
    Setting bad = Setting.required("power-user", "User", SettingKind.TEXT, "");
    assertThatThrownBy(() -> new Drivers(List.of(driver("a", bad))))
        .hasMessageContaining("setting power-user");
  }

  @Test
  void aSecretWithADefaultStopsTheStart() {
    Setting known =
        Setting.optional("password", "Password", SettingKind.TEXT, "calvin", "").asSecret();
    assertThatThrownBy(() -> new Drivers(List.of(driver("a", known))))
        .hasMessageContaining("has a default");
  }

  @Test
  void namesTheDriversThereAre() {
    assertThatThrownBy(() -> new Drivers(List.of(driver("a"), driver("b"))).get("c"))
        .hasMessage("power driver: c (expected: one of a, b)");
  }

  @Test
  void tellsAWrongValueButNeverASecretOne() {
    PowerDriver driver = driver("a", HOST, PASSWORD);
    assertThatThrownBy(
            () -> SettingValues.checked(driver, Map.of("host", "x", "password", "p"), Map.of()))
        .hasMessage("power setting a.host: x (expected: host:port, for instance 10.17.17.2:6230)");
    assertThatThrownBy(
            () ->
                SettingValues.checked(
                    driver, Map.of("host", "x:1", "password", "two\nlines"), Map.of()))
        .hasMessageContaining("a.password: ********")
        .hasMessageNotContaining("lines ");
  }

  @Test
  void keepsTheStoredSecretThatComesBackRedacted() {
    PowerDriver driver = driver("a", HOST, PASSWORD);
    Map<String, String> stored =
        SettingValues.checked(driver, Map.of("host", "x:1", "password", "p"), Map.of());
    Map<String, String> shown = SettingValues.redacted(driver.description(), stored);
    assertThat(shown).containsEntry("password", "********");
    assertThat(SettingValues.checked(driver, shown, stored)).isEqualTo(stored);
    assertThatThrownBy(() -> SettingValues.checked(driver, shown, Map.of()))
        .hasMessageContaining("password: missing");
  }

  @Test
  void readsTheLinesItWrites() {
    Map<String, String> values = Map.of("uri", "qemu+unix:///system?socket=/a=b");
    assertThat(SettingValues.parse(SettingValues.lines(values))).isEqualTo(values);
    assertThat(SettingValues.parse(" a = 1 \n\n b=2\r\n"))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(SettingValues.parse(null)).isEmpty();
    assertThatThrownBy(() -> SettingValues.parse("no equals sign"))
        .hasMessageContaining("(expected: key=value");
  }

  private static PowerDriver driver(String name, Setting... settings) {
    return () -> new DriverDescription(name, "For tests.", List.of(settings));
  }
}
