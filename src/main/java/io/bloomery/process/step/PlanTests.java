package io.bloomery.process.step;

import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Settles which hardware tests run: those of variable {@code tests} (names with commas), else the
 * usual ones.
 */
@Component
class PlanTests extends Step {
  private final List<String> usual;

  PlanTests(
      @Value("${bloomery.commissioning.tests:disk-smart,memory,cpu,disk-speed}")
          List<String> usual) {
    this.usual = usual;
  }

  @Override
  void take(DelegateExecution execution) {
    String asked = text(execution, "tests");
    List<String> tests =
        asked == null
            ? usual
            : Arrays.stream(asked.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
    execution.setVariable("tests", String.join(",", tests));
    execution.setVariable("testCount", tests.size());
    execution.setVariable("testsFailed", false);
    execution.setVariable("failedTests", "");
    execution.setVariable("hardwareChanged", false);
  }
}
