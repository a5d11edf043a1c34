package io.bloomery.node;

import org.springframework.stereotype.Component;

/** Wait until the installed system has come up: ended by its report. */
@Component
class ReportFirstBootTopic implements Topic {
  static final String NAME = "node.report-first-boot";

  @Override
  public boolean fetched() {
    return false;
  }
}
