package io.bloomery.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabOptionsTest {
  @Test
  void waitsForAPersonWithTwoMachinesUnlessToldOtherwise() {
    LabOptions options = LabOptions.parse(new String[0]);

    assertThat(options.nodes()).isEqualTo(2);
    assertThat(options.unattended()).isFalse();
    assertThat(options.keep()).isFalse();
    assertThat(options.floor()).isTrue();
    assertThat(options.killAt()).isEmpty();
  }

  @Test
  void killsInEveryPhaseWhenToldAll() {
    assertThat(LabOptions.parse(new String[] {"--kill-at", "all"}).killAt())
        .isEqualTo(Chaos.PHASES);
    assertThat(LabOptions.parse(new String[] {"--kill-at", "deploy,release"}).killAt())
        .containsExactly("deploy", "release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nodes 0", "--nodes 17", "--nodes x", "--nodes", "--kill-at lunch"})
  void refusesWhatItCannotDo(String line) {
    assertThatThrownBy(() -> LabOptions.parse(line.split(" "))).isInstanceOf(LabFailure.class);
  }

  @Test
  void namesTheOptionItDoesNotKnow() {
    assertThatThrownBy(() -> LabOptions.parse(new String[] {"--fast"}))
        .hasMessageContaining("'--fast'")
        .hasMessageContaining("--unattended");
  }
}
