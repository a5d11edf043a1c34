package io.bloomery.process.step;

import io.bloomery.machine.IllegalMove;
import io.bloomery.machine.MachineBusy;
import io.bloomery.machine.UnknownMachine;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.context.Context;

/**
 * A step in the engine's transaction. What the caller did wrong reaches him as a refusal (HTTP 400
 * over REST), with the sentence of the exception, and the whole transaction is undone.
 */
abstract class Step implements JavaDelegate {

  abstract void take(DelegateExecution execution);

  @Override
  public final void execute(DelegateExecution execution) {
    try {
      // The person who set the process going need not have the rights for all that follows from it.
      Context.getCommandContext()
          .runWithoutAuthorization(
              () -> {
                take(execution);
                return null;
              });
    } catch (ProcessEngineException known) {
      throw known;
    } catch (UnknownMachine | MachineBusy | IllegalMove | IllegalArgumentException refused) {
      throw new BadUserRequestException(refused.getMessage(), refused);
    }
  }

  static String machine(DelegateExecution execution) {
    return execution.getProcessBusinessKey();
  }

  static String actor(DelegateExecution execution) {
    return Persons.signedIn(execution);
  }

  static String text(DelegateExecution execution, String variable) {
    Object value = execution.getVariable(variable);
    return value == null || value.toString().isBlank() ? null : value.toString().strip();
  }

  static boolean flag(DelegateExecution execution, String variable) {
    Object value = execution.getVariable(variable);
    return value != null && Boolean.parseBoolean(value.toString());
  }
}
