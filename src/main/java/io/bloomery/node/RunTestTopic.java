package io.bloomery.node;

import io.bloomery.machine.Machine;
import io.bloomery.worker.Outcome;
import io.bloomery.worker.Task;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The machine runs one of the tests that its process chose. */
@Component
class RunTestTopic implements Topic {
  /** The engine takes texts of up to 4,000 characters. */
  private static final int LONGEST = 3500;

  private final Scripts scripts;
  private final TestResults results;

  RunTestTopic(Scripts scripts, TestResults results) {
    this.scripts = scripts;
    this.results = results;
  }

  @Override
  public List<String> variables() {
    return List.of("tests", "loopCounter", "failedTests");
  }

  @Override
  public Map<String, String> parameters(Task task, Machine machine) {
    String name = test(task);
    return Map.of(
        "name",
        name,
        "script",
        "/node/script/" + name,
        "timeout",
        Long.toString(scripts.get(name).timeout().toSeconds()));
  }

  @Override
  public Outcome accept(Task task, byte[] answer) {
    Form form = new Form(answer);
    String outcome = form.oneOf("outcome", "passed", "failed", "skipped");
    results.record(task.machine(), task.process(), task.id(), test(task), form, outcome);
    if (!outcome.equals("failed")) {
      return Outcome.done();
    }
    String before = task.variables().getOrDefault("failedTests", "").toString();
    String failed = test(task) + ": " + form.text("summary", 200);
    String all = before.isEmpty() ? failed : before + "\n" + failed;
    return Outcome.done(
        Map.of(
            "testsFailed",
            true,
            "failedTests",
            all.length() <= LONGEST ? all : all.substring(0, LONGEST)));
  }

  /** The engine counts the runs of a multi-instance activity from 0 in {@code loopCounter}. */
  private static String test(Task task) {
    String[] tests = String.valueOf(task.variables().get("tests")).split("[, ]+");
    Object counter = task.variables().get("loopCounter");
    int run = counter instanceof Number number ? number.intValue() : 0;
    if (run < 0 || run >= tests.length) {
      throw new IllegalStateException(
          "loopCounter: " + run + " (expected: below " + tests.length + ", the number of tests)");
    }
    return tests[run];
  }
}
