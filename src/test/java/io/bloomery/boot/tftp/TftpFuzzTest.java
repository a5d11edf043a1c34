package io.bloomery.boot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TftpFuzzTest {
  /** The mutations must neither be harmless nor all be turned away at the door. */
  @Test
  @Timeout(60)
  void noPacketDoesHarm() throws IOException {
    String found = TftpFuzz.fuzz(200_000, 20260);
    assertThat(found).startsWith("tftp: 200000 packets, ");
    String[] words = found.replaceAll("[^0-9 ]", "").trim().split(" +");
    assertThat(Long.parseLong(words[1])).as("transfers").isGreaterThan(2_000);
    assertThat(Long.parseLong(words[2])).as("complete").isGreaterThan(500);
    assertThat(Long.parseLong(words[4])).as("errors").isGreaterThan(1_000);
  }
}
