package io.bloomery.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
  @Test
  void nothingEndsALineOrMovesACursorOrTurnsTextAround() {
    assertThat(Quoted.text("disk\r\n\u001b[2J\u009b2J\u0085\u2028\u202egpj", 100))
        .isEqualTo("disk [2J 2J gpj");
    assertThat(Quoted.text("Größe 5 µm, \ud83d\ude00", 100)).isEqualTo("Größe 5 µm, ?");
  }
}
