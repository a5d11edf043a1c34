package io.bloomery.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bloomery.simulation.Delays.Work;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimulationSettingsTest {
  @Test
  void readsFaultsAndDelays() {
    SimulationSettings settings =
        SimulationSettings.parse(
            "--machines",
            "100",
            "--fault",
            "node7=bad-memory",
            "--fault",
            "stuck-at-pxe:once=5%",
            "--delay",
            "all=10ms");
    assertEquals(Duration.ofMillis(10), settings.delays().of(Work.WRITE));
    assertEquals(Map.of(Fault.BAD_MEMORY, false), settings.faults().of(new MachineFacts(7, false)));
    long stuck =
        IntStream.rangeClosed(1, 100)
            .filter(
                number ->
                    settings
                        .faults()
                        .of(new MachineFacts(number, false))
                        .containsKey(Fault.STUCK_AT_PXE))
            .count();
    assertEquals(5, stuck);
  }

  @Test
  void saysWhatIsWrong() {
    refused("fault: rust (expected: one of stuck-at-pxe", "--fault", "node7=rust");
    refused("delay: write=soon (expected: write=20s", "--delay", "write=soon");
    refused("--machines: many (expected: a number)", "--machines", "many");
    refused("argument: [--colour] is unknown", "--colour", "red");
    refused("--chassis: 9 (expected: address:port)", "--chassis", "9");
  }

  private static void refused(String message, String... arguments) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> SimulationSettings.parse(arguments))
            .getMessage();
    assertTrue(found.contains(message), found);
  }
}
