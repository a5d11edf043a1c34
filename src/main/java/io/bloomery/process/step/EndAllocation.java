package io.bloomery.process.step;

import io.bloomery.tenancy.Allocations;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;

/** The request is over. */
@Component
class EndAllocation extends Step {
  private final Allocations allocations;

  EndAllocation(Allocations allocations) {
    this.allocations = allocations;
  }

  @Override
  void take(DelegateExecution execution) {
    allocations.end(execution.getProcessInstanceId());
  }
}
