package io.bloomery.process.step;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.identity.Authentication;

/** Who acts. */
final class Persons {
  private Persons() {}

  /** Whether the controller acts by itself. By the absence of an account: a name could be taken. */
  static boolean nobodySignedIn(DelegateExecution execution) {
    Authentication authentication =
        execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return authentication == null || authentication.getUserId() == null;
  }

  /** The person signed in on this thread, else the controller itself. */
  static String signedIn(DelegateExecution execution) {
    Authentication authentication =
        execution.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
    return authentication == null || authentication.getUserId() == null
        ? "bloomery"
        : authentication.getUserId();
  }
}
