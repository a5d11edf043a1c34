package io.bloomery.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.MachineEvents;
import io.bloomery.machine.MachineStatus;
import io.bloomery.machine.Machines;
import io.bloomery.machine.Sighting;
import io.bloomery.node.TooManyNewcomers;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;

class EnlistmentTest {
  @Test
  void turnsNewcomersAwayWhenTooManyWait() {
    Machines machines = mock(Machines.class);
    when(machines.haveAtLeast(3, MachineStatus.NEW)).thenReturn(true);
    Enlistment enlistment =
        new Enlistment(
            machines,
            mock(MachineEvents.class),
            mock(RuntimeService.class),
            new EnlistmentSettings(3));
    MacAddress mac = MacAddress.of("02:00:00:00:00:01");
    Sighting stranger =
        new Sighting(mac, List.of(mac), null, null, Firmware.BIOS, "x86_64", 2, 1L << 30);
    assertThatThrownBy(() -> enlistment.welcome(stranger))
        .isInstanceOf(TooManyNewcomers.class)
        .hasMessageContaining("new machines: 3");
    verify(machines, never()).enlist(any());
  }
}
