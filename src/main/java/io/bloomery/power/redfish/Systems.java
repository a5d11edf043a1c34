package io.bloomery.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.bloomery.power.FinalFailure;
import io.bloomery.power.http.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Which of a service's computer systems is meant. */
final class Systems {
  private static final String DEFAULT = "/redfish/v1/Systems";

  /** A collection comes in pages; nobody has more machines behind one controller. */
  private static final int MOST_PAGES = 20;

  private static final int MOST_SHOWN = 20;

  private Systems() {}

  /**
   * Path of the system.
   *
   * @param wanted its id, or null for the only one there is
   */
  static String find(Bmc bmc, String wanted, Deadline deadline) {
    List<String> paths = all(bmc, deadline);
    if (wanted == null && paths.size() == 1) {
      return paths.get(0);
    }
    String ids =
        paths.isEmpty()
            ? "none"
            : paths.stream().limit(MOST_SHOWN).map(Systems::id).collect(Collectors.joining(", "));
    if (wanted == null) {
      throw new FinalFailure(
          "%s has %d systems: %s (expected: one; enter which in the power setting system)"
              .formatted(bmc.where(), paths.size(), ids));
    }
    return paths.stream()
        .filter(path -> id(path).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new FinalFailure(
                    "%s has no system %s (expected: one of %s)"
                        .formatted(bmc.where(), wanted, ids)));
  }

  private static List<String> all(Bmc bmc, Deadline deadline) {
    JsonNode root = bmc.get(Bmc.ROOT, deadline).resource();
    String page = Answer.link(root, "/Systems").orElse(DEFAULT);
    List<String> paths = new ArrayList<>();
    for (int pages = 0; page != null && pages < MOST_PAGES; pages++) {
      JsonNode collection = bmc.get(page, deadline).resource();
      for (JsonNode member : collection.at("/Members")) {
        Answer.link(member, "").ifPresent(paths::add);
      }
      page = Answer.next(collection).orElse(null);
    }
    return paths;
  }

  /** The last part of a member's path is its id (DSP0266, section "Resource URI patterns"). */
  private static String id(String path) {
    String bare = path.replaceAll("/+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
