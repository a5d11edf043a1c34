package io.bloomery.boot.journal;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.network.NetworkSettings;
import io.bloomery.node.ReportedBoots;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Answers an operator's question: why does it not boot? */
@Component
public class BootDiagnosis {
  private final BootJournal journal;
  private final NetworkSettings network;
  private final ReportedBoots boots;

  BootDiagnosis(BootJournal journal, NetworkSettings network, ReportedBoots boots) {
    this.journal = journal;
    this.network = network;
    this.boots = boots;
  }

  /** From what was heard of all of its NICs. */
  public Explanation of(Machine machine) {
    Set<MacAddress> nics = new LinkedHashSet<>(machine.nics());
    nics.add(machine.mac());
    String expects =
        switch (machine.bootTarget()) {
          case EPHEMERAL -> "the in-RAM system, which a process waits for";
          case LOCAL -> "its own disk";
          case OFF -> "an order to switch itself off, because no process wants it";
        };
    return Explanation.of(
        machine.name(), network.enabled(), expects, boots.reported(machine), journal.of(nics));
  }
}
