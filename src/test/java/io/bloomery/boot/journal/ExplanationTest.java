package io.bloomery.boot.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.bloomery.machine.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
  private static final MacAddress NIC = MacAddress.of("52:54:00:00:00:01");
  private static final MacAddress OTHER = MacAddress.of("52:54:00:00:00:02");
  private final BootJournal journal = new BootJournal();

  @Test
  void nothingWasHeard() {
    Explanation explanation = explain(false);
    assertThat(explanation.verdict()).contains("pc7 was not heard at all");
    assertThat(explanation.advice()).contains("cable");
  }

  @Test
  void theLastStepIsWhereItStands() {
    journal.note(NIC, BootStep.ASKED_FOR_ADDRESS, "BIOS");
    journal.note(OTHER, BootStep.ASKED_FOR_ADDRESS, "its second NIC");
    journal.note(NIC, BootStep.OFFERED, "10.17.17.100");
    Explanation explanation = explain(false);
    assertThat(explanation.verdict()).isEqualTo("pc7 was offered an address: 10.17.17.100.");
    assertThat(explanation.advice()).contains("did not take the offer");
    assertThat(explanation.notes()).hasSize(3);
  }

  @Test
  void aRegisteredSystemHasBooted() {
    journal.note(NIC, BootStep.LOADS, "initrd.img");
    assertThat(explain(true).advice()).contains("has booted");
    assertThat(explain(false).advice()).contains("loading or starting");
  }

  @ParameterizedTest
  @EnumSource(BootStep.class)
  void everyStationHasAdvice(BootStep step) {
    journal.note(NIC, step, "x");
    assertThat(explain(false).advice()).isNotBlank();
  }

  @Test
  void repeatsAreOneNoteAndOnlyTheLastAreKept() {
    for (int i = 0; i < 100; i++) {
      journal.note(NIC, BootStep.ASKED_FOR_ADDRESS, "BIOS");
    }
    assertThat(journal.of(List.of(NIC))).hasSize(1);
    for (int i = 0; i < 100; i++) {
      journal.note(NIC, BootStep.ASKED_FOR_FILE, "file " + i);
    }
    assertThat(journal.of(List.of(NIC)))
        .hasSize(24)
        .last()
        .extracting("detail")
        .isEqualTo("file 99");
  }

  @Test
  void aFloodOfMadeUpNicsPushesOutTheOldest() {
    journal.note(NIC, BootStep.ASKED_FOR_ADDRESS, "first");
    for (int i = 0; i < 20_000; i++) {
      journal.note(
          MacAddress.of(String.format("02:00:00:00:%02x:%02x", i >> 8, i & 255)),
          BootStep.ASKED_FOR_ADDRESS,
          "flood");
    }
    assertThat(journal.of(List.of(NIC))).isEmpty();
  }

  @Test
  void whatAFloodWritesIsBoundedAndSafeToPrint() {
    for (int i = 0; i < 6_000; i++) {
      MacAddress nic = MacAddress.of(String.format("02:00:00:01:%02x:%02x", i >> 8, i & 255));
      for (int note = 0; note < 20; note++) {
        journal.note(nic, BootStep.ASKED_FOR_FILE, "file " + note);
      }
    }
    MacAddress first = MacAddress.of("02:00:00:01:00:00");
    MacAddress last = MacAddress.of("02:00:00:01:17:6f");
    assertThat(journal.of(List.of(first))).isEmpty();
    assertThat(journal.of(List.of(last))).hasSize(20);
    journal.note(NIC, BootStep.ASKED_FOR_FILE, "\u001b[2Jevil\n");
    assertThat(journal.of(List.of(NIC))).last().extracting("detail").isEqualTo("?[2Jevil?");
  }

  private Explanation explain(boolean registered) {
    return Explanation.of("pc7", true, "its own disk", registered, journal.of(List.of(NIC, OTHER)));
  }
}
