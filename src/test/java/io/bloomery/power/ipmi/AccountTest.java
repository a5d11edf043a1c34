package io.bloomery.power.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
  @ParameterizedTest
  @CsvSource({
    "10.17.18.7, 10.17.18.7, 623",
    "10.17.18.7:9001, 10.17.18.7, 9001",
    "localhost, 127.0.0.1, 623",
    "[fd00::7], fd00::7, 623",
    "[fd00::7]:9001, fd00::7, 9001"
  })
  void readsEndpoints(String endpoint, String host, int port) {
    assertThat(with("endpoint", endpoint).address()).isEqualTo(new InetSocketAddress(host, port));
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, bmc 7",
    "endpoint, fd00::7",
    "endpoint, 10.17.18.7:0",
    "endpoint, 10.17.18.7:65536",
    "endpoint, -h",
    "user, a-name-of-17-chars",
    "user, Zoë",
    "privilege, callback",
    "suite, 0",
    "suite, 8",
    "suite, 12"
  })
  void refusesWhatCannotBe(String setting, String value) {
    assertThatThrownBy(() -> with(setting, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("power setting ipmi." + setting + ": " + value + " (expected: ");
  }

  @ParameterizedTest
  @CsvSource({"password, 21-characters-of-text", "key, 21-characters-of-text", "key, pässwörd"})
  void refusesSecretsWithoutTellingThem(String setting, String value) {
    assertThatThrownBy(() -> with(setting, value))
        .hasMessageContaining("ipmi." + setting)
        .hasMessageNotContaining(value);
  }

  @Test
  void prefersTheBetterSuite() {
    assertThat(with("suite", "auto").suites())
        .isEqualTo(List.of(CipherSuite.SUITE_17, CipherSuite.SUITE_3));
    assertThat(with("suite", "3").suites()).isEqualTo(List.of(CipherSuite.SUITE_3));
  }

  private static Account with(String setting, String value) {
    Map<String, String> settings = new HashMap<>();
    settings.put("endpoint", "10.17.18.7");
    settings.put("user", "bloomery");
    settings.put("password", "secret");
    settings.put(setting, value);
    return Account.of(settings);
  }
}
