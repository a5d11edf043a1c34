package io.bloomery.boot.journal;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.network.NetworkSettings;
import io.bloomery.node.Admission;
import io.bloomery.node.ReportedBoots;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;

/** Answers an operator's question: why does it not boot? */
@Component
public class BootDiagnosis {
  private final BootJournal journal;
  private final NetworkSettings network;
  private final ReportedBoots boots;
  private final Admission admission;

  BootDiagnosis(
      BootJournal journal, NetworkSettings network, ReportedBoots boots, Admission admission) {
    this.journal = journal;
    this.network = network;
    this.boots = boots;
    this.admission = admission;
  }

  /** From what was heard of all of its NICs. */
  public Explanation of(Machine machine) {
    String expects =
        switch (machine.bootTarget()) {
          case EPHEMERAL -> "the in-RAM system, which a process waits for";
          case LOCAL -> "its own disk";
          case OFF -> "an order to switch itself off, because no process wants it";
        };
    return explain(
        machine.name(),
        expects,
        boots.reported(machine),
        machine.nics(),
        admission.line(machine).orElse(null));
  }

  /** Of a machine that is not known yet, from one NIC. */
  public Explanation of(MacAddress nic) {
    return explain(
        nic.toString(),
        "the in-RAM system, where it enlists itself",
        false,
        List.of(nic),
        admission.line(nic).orElse(null));
  }

  private Explanation explain(
      String name, String expects, boolean registered, Collection<MacAddress> nics, String line) {
    List<BootNote> notes = journal.of(nics);
    return line == null
        ? Explanation.of(name, network.enabled(), expects, registered, notes)
        : Explanation.inLine(name, line, notes);
  }
}
