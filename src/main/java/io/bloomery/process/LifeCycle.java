package io.bloomery.process;

import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.stereotype.Component;

/**
 * Starts the processes of a machine's life for our own pages and REST. Whether the caller may is
 * decided before; the engine's own authorisations guard its own REST. Every refusal is an {@link
 * IllegalArgumentException} with a sentence for the caller.
 */
@Component
public class LifeCycle {
  public static final String ENLIST = "enlist-machine";
  public static final String COMMISSION = "commission-machine";
  public static final String ACQUIRE = "acquire-machine";
  public static final String DEPLOY = "deploy-machine";
  public static final String RELEASE = "release-machine";

  private final RuntimeService processes;
  private final Trusted trusted;
  private final Machines machines;
  private final Returns returns;

  LifeCycle(RuntimeService processes, Trusted trusted, Machines machines, Returns returns) {
    this.processes = processes;
    this.trusted = trusted;
    this.machines = machines;
    this.returns = returns;
  }

  /**
   * Takes inventory and tests the hardware.
   *
   * @param testsOrNull names of tests; null means the usual ones
   * @return id of the process instance
   */
  public String commission(String machine, List<String> testsOrNull) {
    Map<String, Object> variables = new HashMap<>();
    if (testsOrNull != null) {
      variables.put("tests", String.join(",", testsOrNull));
    }
    return start(COMMISSION, machines.get(machine).id(), variables);
  }

  /** Puts an image, by name or digest, on a machine that is lent to somebody. */
  public String deploy(String machine, String image) {
    return start(DEPLOY, machines.get(machine).id(), Map.of("image", image));
  }

  /** Takes a machine back; if it is lent, the lease ends. */
  public String release(String machine, boolean keepDisks) {
    return start(RELEASE, machines.get(machine).id(), Map.of("keepDisks", keepDisks));
  }

  /**
   * Asks for a machine.
   *
   * @param variables purpose, hours, machine, cores, memoryMiB, architecture, pool; absent ones are
   *     left out
   * @return id of the process instance, which is the id of the allocation
   */
  public String acquire(String person, Map<String, Object> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("person", person);
    return start(ACQUIRE, null, all);
  }

  /** Gives back what an allocation has; false if it has no machine in use. */
  public boolean giveBack(String allocation) {
    return trusted.run(() -> returns.giveBack(allocation));
  }

  /** Ends a request that has no machine yet; its allocation ends with it. */
  public void withdraw(String allocation) {
    trusted.run(
        () -> {
          processes.deleteProcessInstanceIfExists(
              allocation, "The request was withdrawn", false, false, true, false);
          return null;
        });
  }

  /** Ends a process; the machine stays as it is and is free for another process. */
  public void cancel(String machine, String reason) {
    Machine held = machines.get(machine);
    if (held.heldBy() == null) {
      throw new IllegalArgumentException(
          "machine %s: no process to cancel (expected: a machine that a process holds)"
              .formatted(held.name()));
    }
    trusted.run(
        () -> {
          processes.deleteProcessInstanceIfExists(held.heldBy(), reason, false, false, true, false);
          // Its end lets go of the machine, if there still was an end to come.
          machines.letGo(held.id(), held.heldBy());
          return null;
        });
  }

  private String start(String process, String machine, Map<String, Object> variables) {
    try {
      ProcessInstance started =
          trusted.run(() -> processes.startProcessInstanceByKey(process, machine, variables));
      return started.getId();
    } catch (BadUserRequestException refused) {
      throw new IllegalArgumentException(refused.getMessage(), refused);
    }
  }
}
