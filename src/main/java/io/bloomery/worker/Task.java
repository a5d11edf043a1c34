package io.bloomery.worker;

import java.util.Map;

/**
 * One piece of work that a process waits for: an external task of the engine, copied. It may be
 * handed out more than once, so work must be idempotent.
 *
 * @param id the engine's id of the task
 * @param topic {@code <feature>.<verb-object>}, for instance {@code power.turn-on}
 * @param machine id of the machine it is about
 * @param process id of the process instance
 * @param step name of the activity as people see it in the diagram
 * @param attempts how often it was tried and failed before, 0 at first
 * @param variables the process variables its worker asked for by name; absent ones are left out
 */
public record Task(
    String id,
    String topic,
    String machine,
    String process,
    String step,
    int attempts,
    Map<String, Object> variables) {}
