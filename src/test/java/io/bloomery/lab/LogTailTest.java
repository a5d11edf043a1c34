package io.bloomery.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTailTest {
  @Test
  void leavesOutWhatFirmwarePaints() {
    String console = "\u001b[2J\u001b[0;1miPXE\u001b[0m\r\n\r\nnet0: open\r\nok\r\n";

    assertThat(LogTail.last(console, 2)).isEqualTo("net0: open\nok");
  }
}
