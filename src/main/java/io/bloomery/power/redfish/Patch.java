package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bloomery.power.http.Deadline;

/** Changes a resource in the version it was read in. */
final class Patch {
  private static final int MOST_TRIES = 3;

  private Patch() {}

  static void apply(Bmc bmc, String path, ObjectNode change, Deadline deadline) {
    for (int attempt = 1; ; attempt++) {
      Answer read = bmc.get(path, deadline);
      read.resource();
      String etag = read.etag().orElse(null);
      if (etag != null && attempt > 1) {
        // If-Match compares strongly (RFC 9110 section 13.1.1), so a weak tag can never match; some
        // give weak ones and want them back as strong.
        etag = etag.replaceFirst("^W/", "");
      }
      Answer done = bmc.patch(path, change, etag, deadline);
      if (done.status() != 412 || attempt == MOST_TRIES) {
        Answer settled = TaskWatch.settled(bmc, done, deadline);
        if (!settled.good()) {
          throw settled.refused();
        }
        return;
      }
    }
  }
}
