package io.bloomery.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;

/** All models together: who calls whom, and where an error goes. */
final class Models {
  private final Map<String, BpmnModelInstance> byProcess = new TreeMap<>();

  Models(Collection<BpmnModelInstance> models) {
    for (BpmnModelInstance model : models) {
      model
          .getModelElementsByType(Process.class)
          .forEach(process -> byProcess.put(process.getId(), model));
    }
  }

  static Models in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new Models(
          files
              .filter(file -> file.toString().endsWith(".bpmn"))
              .map(file -> Bpmn.readModelFromFile(file.toFile()))
              .toList());
    }
  }

  Set<String> processes() {
    return byProcess.keySet();
  }

  Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    all(ServiceTask.class)
        .filter(task -> task.getCamundaTopic() != null)
        .forEach(task -> topics.add(task.getCamundaTopic()));
    return topics;
  }

  /**
   * Whatever an attribute of Camunda's says, anywhere: {@code delegateExpression}, {@code formRef}.
   */
  Set<String> attributes(String name) {
    Pattern attribute = Pattern.compile(name + "=\"([^\"]*)\"");
    return byProcess.values().stream()
        .map(Bpmn::convertToString)
        .flatMap(text -> attribute.matcher(text).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Errors that nobody catches, neither around the place that raises them nor in a calling process.
   *
   * @param codes the error codes that a task of a topic may raise
   */
  List<String> uncaught(Function<String, Set<String>> codes) {
    List<String> uncaught = new ArrayList<>();
    all(ServiceTask.class)
        .filter(task -> task.getCamundaTopic() != null)
        .forEach(
            task ->
                codes.apply(task.getCamundaTopic()).stream()
                    .filter(code -> !caught(task, code, Set.of()))
                    .forEach(code -> uncaught.add(place(task) + " may raise " + code)));
    all(EndEvent.class)
        .forEach(
            end ->
                end.getEventDefinitions().stream()
                    .filter(ErrorEventDefinition.class::isInstance)
                    .map(thrown -> code(((ErrorEventDefinition) thrown).getError()))
                    .filter(code -> !caught(end, code, Set.of()))
                    .forEach(code -> uncaught.add(place(end) + " throws " + code)));
    return uncaught;
  }

  private boolean caught(FlowNode node, String code, Set<String> seen) {
    if (node instanceof Activity activity && atBorder(activity, code)) {
      return true;
    }
    ModelElementInstance scope = node.getParentElement();
    if (inEventSubprocess(scope, node, code)) {
      return true;
    }
    if (scope instanceof SubProcess around) {
      return caught(around, code, seen);
    }
    String process = ((Process) scope).getId();
    List<CallActivity> callers =
        all(CallActivity.class).filter(call -> process.equals(call.getCalledElement())).toList();
    Set<String> path = new TreeSet<>(seen);
    return path.add(process)
        && !callers.isEmpty()
        && callers.stream().allMatch(call -> caught(call, code, path));
  }

  private static boolean atBorder(Activity activity, String code) {
    return activity.getModelInstance().getModelElementsByType(BoundaryEvent.class).stream()
        .anyMatch(event -> activity.equals(event.getAttachedTo()) && catches(event, code));
  }

  private static boolean inEventSubprocess(
      ModelElementInstance scope, ModelElementInstance from, String code) {
    return scope.getChildElementsByType(SubProcess.class).stream()
        .filter(handler -> handler.triggeredByEvent() && !handler.equals(from))
        .flatMap(handler -> handler.getChildElementsByType(StartEvent.class).stream())
        .anyMatch(event -> catches(event, code));
  }

  private static boolean catches(CatchEvent event, String code) {
    return event.getEventDefinitions().stream()
        .filter(ErrorEventDefinition.class::isInstance)
        .map(caught -> ((ErrorEventDefinition) caught).getError())
        .anyMatch(error -> error == null || code.equals(code(error)));
  }

  private static String code(Error error) {
    return error.getErrorCode();
  }

  private static String place(FlowNode node) {
    ModelElementInstance scope = node.getParentElement();
    while (!(scope instanceof Process)) {
      scope = scope.getParentElement();
    }
    return ((Process) scope).getId() + ": " + node.getId();
  }

  private <T extends ModelElementInstance> Stream<T> all(Class<T> type) {
    return byProcess.values().stream()
        .flatMap(model -> model.getModelElementsByType(type).stream());
  }
}
