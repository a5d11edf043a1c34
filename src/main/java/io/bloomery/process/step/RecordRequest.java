package io.bloomery.process.step;

import io.bloomery.tenancy.Allocations;
import io.bloomery.tenancy.Wish;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/**
 * Writes the request down. The person is who is signed in; only the controller itself may ask for
 * somebody else.
 */
@Component
class RecordRequest extends Step {
  private final Allocations allocations;

  RecordRequest(Allocations allocations) {
    this.allocations = allocations;
  }

  @Override
  void take(DelegateExecution execution) {
    String asked = text(execution, "person");
    String person = Persons.nobodySignedIn(execution) && asked != null ? asked : actor(execution);
    int hours = (int) number(execution, "hours", 24);
    execution.setVariable("person", person);
    execution.setVariable("hours", hours);
    String purpose = text(execution, "purpose");
    execution.setVariable("purpose", purpose == null ? "no purpose given" : purpose);
    Wish wish =
        new Wish(
            text(execution, "machine"),
            (int) number(execution, "cores", 0),
            number(execution, "memoryMiB", 0) * 1024 * 1024,
            text(execution, "architecture"),
            text(execution, "pool"));
    allocations.request(execution.getProcessInstanceId(), person, purpose, wish, hours);
  }

  private static long number(DelegateExecution execution, String variable, long otherwise) {
    String text = text(execution, variable);
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          variable + ": " + text + " (expected: a whole number)", wrong);
    }
  }
}
