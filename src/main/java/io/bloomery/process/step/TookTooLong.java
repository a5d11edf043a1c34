package io.bloomery.process.step;

import io.bloomery.machine.MachineEvents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.springframework.stereotype.Component;

/**
 * A timer ended a wait: says in {@code failure} what was waited for and what was last heard of the
 * machine, which is what the person who is asked next sees.
 */
@Component
class TookTooLong implements ExecutionListener {
  private final MachineEvents events;

  TookTooLong(MachineEvents events) {
    this.events = events;
  }

  @Override
  public void notify(DelegateExecution execution) {
    BoundaryEvent timer = (BoundaryEvent) execution.getBpmnModelElementInstance();
    String machine = execution.getProcessBusinessKey();
    String last =
        events.of(machine, Long.MAX_VALUE, 1).stream()
            .findFirst()
            .map(event -> event.step() + ": " + event.text())
            .orElse("nothing");
    String sentence =
        "%s was not over in time; last: %s".formatted(timer.getAttachedTo().getName(), last);
    execution.setVariable("failure", sentence);
    events.record(machine, timer.getName(), "bloomery", sentence);
  }
}
