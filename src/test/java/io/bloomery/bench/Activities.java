package io.bloomery.bench;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Where the models of commissioning and deployment wait for work outside the database. */
final class Activities {
  static final String PREPARE_IMAGE = "deploy-machine Task_PrepareImage";
  private static final String SHARED = "boot-in-ram";

  private Activities() {}

  static Set<String> whereProcessesWait() {
    Set<String> keys = new TreeSet<>(in("commission-machine", ""));
    keys.addAll(in("deploy-machine", ""));
    // Commissioning calls it; what else is in there is for machines without power control.
    keys.add(key("turn-machine-off", "Task_TurnOff", ""));
    // Booting into RAM is a process of its own, called by both.
    keys.addAll(in(SHARED, "COMMISSIONING"));
    keys.addAll(in(SHARED, "DEPLOYING"));
    return keys;
  }

  /**
   * What tells an activity from others; of a shared process, for which status of the machine it
   * runs.
   */
  static String key(String process, String activity, String status) {
    return process.equals(SHARED)
        ? process + " " + activity + " " + status
        : process + " " + activity;
  }

  private static Set<String> in(String process, String status) {
    try {
      Set<String> found = new TreeSet<>();
      NodeList tasks =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(Path.of("bpmn", process + ".bpmn").toFile())
              .getElementsByTagName("bpmn:serviceTask");
      for (int i = 0; i < tasks.getLength(); i++) {
        Element task = (Element) tasks.item(i);
        if (task.getAttribute("camunda:type").equals("external")) {
          found.add(key(process, task.getAttribute("id"), status));
        }
      }
      if (found.isEmpty()) {
        throw new IllegalStateException("model " + process + ": no external task (expected: some)");
      }
      return found;
    } catch (Exception e) {
      throw new IllegalStateException("model " + process + " cannot be read", e);
    }
  }
}
