package io.bloomery.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import com.tngtech.archunit.core.domain.JavaClass;
import io.bloomery.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;

/**
 * Walks models and code both ways: nothing in a model without its class, no class without a model.
 */
class ModelsTest {
  private static final Path FOLDER = Path.of("bpmn");

  /** What can become of a task that a machine does: it goes silent, or says that it cannot. */
  private static final Set<String> MACHINE_CODES = Set.of("node.lost", "node.task-failed");

  /** These end when the machine shows up; nobody fetches them, so nobody can fail at them. */
  private static final Set<String> WAITED_FOR = Set.of("node.report-in", "node.report-first-boot");

  private static final Map<String, Set<String>> MORE_CODES =
      Map.of(
          "power.cycle-machine", Set.of("power.out-of-reach"),
          "power.turn-off", Set.of("power.out-of-reach"),
          "node.write-image", Set.of("image.corrupt"),
          "node.verify-image", Set.of("image.corrupt"));

  /** For who draws a process of his own; ours cycle a machine's power instead. */
  private static final Set<String> OFFERED = Set.of("power.turn-on");

  private static Models models;

  @BeforeAll
  static void read() throws Exception {
    models = Models.in(FOLDER);
  }

  @Test
  void fileIsNamedAsItsProcess() throws Exception {
    try (var files = Files.list(FOLDER)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".bpmn"))
                  .map(name -> name.replace(".bpmn", "")))
          .containsExactlyInAnyOrderElementsOf(models.processes());
    }
  }

  @Test
  void everyTopicIsServedAndEveryWorkerIsDrawn() {
    Set<String> served = new TreeSet<>(workers().keySet());
    served.addAll(machineTopics());
    served.removeAll(OFFERED);
    assertThat(models.topics()).isEqualTo(served);
  }

  @Test
  void everyFailureIsCaught() {
    Map<String, Set<String>> codes = new TreeMap<>();
    workers().forEach((topic, type) -> codes.put(topic, workerCodes(topic, type)));
    machineTopics().forEach(topic -> codes.put(topic, machineCodes(topic)));
    assertThat(models.uncaught(topic -> codes.getOrDefault(topic, Set.of()))).isEmpty();
  }

  @Test
  void everyDelegateIsAClass() {
    Set<String> classes =
        Ours.CLASSES.stream()
            .map(type -> decapitalised(type.getSimpleName()))
            .collect(Collectors.toSet());
    assertThat(models.attributes("delegateExpression"))
        .isNotEmpty()
        .filteredOn(named -> !classes.contains(named.replaceFirst("^\\$\\{(\\w+)}$", "$1")))
        .isEmpty();
  }

  @Test
  void everyFormIsThere() {
    assertThat(models.attributes("formRef"))
        .isNotEmpty()
        .allSatisfy(form -> assertThat(Path.of("forms", form + ".form")).exists());
  }

  @Test
  void anErrorNobodyCatchesIsSeen() {
    BpmnModelInstance bare =
        Bpmn.createExecutableProcess("probe")
            .startEvent()
            .serviceTask("Task_TurnOn")
            .camundaExternalTask("power.turn-on")
            .endEvent()
            .done();
    assertThat(new Models(List.of(bare)).uncaught(topic -> Set.of("power.refused")))
        .containsExactly("probe: Task_TurnOn may raise power.refused");
  }

  @Test
  void anErrorCaughtByTheCallerIsCaught() {
    BpmnModelInstance called =
        Bpmn.createExecutableProcess("called")
            .startEvent()
            .serviceTask("Task_TurnOn")
            .camundaExternalTask("power.turn-on")
            .endEvent()
            .done();
    BpmnModelInstance caller =
        Bpmn.createExecutableProcess("caller")
            .startEvent()
            .callActivity("Call_It")
            .calledElement("called")
            .endEvent()
            .moveToActivity("Call_It")
            .boundaryEvent()
            .error("power.refused")
            .endEvent()
            .done();
    Models both = new Models(List.of(called, caller));
    assertThat(both.uncaught(topic -> Set.of("power.refused"))).isEmpty();
    assertThat(both.uncaught(topic -> Set.of("power.melted"))).hasSize(1);
  }

  private static Map<String, Class<?>> workers() {
    Map<String, Class<?>> workers = new TreeMap<>();
    Ours.CLASSES.stream()
        .filter(type -> type.isAssignableTo(Worker.class) && !type.isInterface())
        .forEach(type -> workers.put(topic(type, "Worker"), type.reflect()));
    return workers;
  }

  /** Topics that the node gateway hands to machines: one class each, as for workers. */
  private static Set<String> machineTopics() {
    return Ours.CLASSES.stream()
        .filter(type -> type.getPackageName().equals("io.bloomery.node"))
        .filter(type -> type.getSimpleName().endsWith("Topic") && !type.isInterface())
        .map(type -> topic(type, "Topic"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> workerCodes(String topic, Class<?> type) {
    Set<String> codes = new TreeSet<>(failure(type));
    codes.addAll(MORE_CODES.getOrDefault(topic, Set.of()));
    return codes;
  }

  private static Set<String> machineCodes(String topic) {
    Set<String> codes = new TreeSet<>(WAITED_FOR.contains(topic) ? Set.of() : MACHINE_CODES);
    codes.addAll(MORE_CODES.getOrDefault(topic, Set.of()));
    return codes;
  }

  private static Set<String> failure(Class<?> type) {
    Worker worker = (Worker) mock(type, withSettings().defaultAnswer(Answers.CALLS_REAL_METHODS));
    return worker.failure() == null ? Set.of() : Set.of(worker.failure());
  }

  private static String topic(JavaClass type, String suffix) {
    String feature = type.getPackageName().replaceFirst(".*\\.", "");
    String verb = type.getSimpleName().replaceFirst(suffix + "$", "");
    return feature + "." + verb.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String decapitalised(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
