package io.bloomery.node;

import org.springframework.stereotype.Component;

/** Wait until the machine runs the in-RAM system: ended by its registration. */
@Component
class ReportInTopic implements Topic {
  static final String NAME = "node.report-in";

  @Override
  public boolean fetched() {
    return false;
  }
}
