package io.bloomery.process.signin;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says on the console why the controller does not run, instead of a stack trace. */
class OpenDoorReport extends AbstractFailureAnalyzer<OpenDoor> {
  @Override
  protected FailureAnalysis analyze(Throwable failure, OpenDoor door) {
    return new FailureAnalysis(door.getMessage(), door.action(), door);
  }
}
