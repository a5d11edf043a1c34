package io.bloomery.node;

import java.time.Instant;

/**
 * The last sign of life of a machine that works on a task.
 *
 * @param step name of the activity in the diagram
 * @param percent 0 to 100, or -1 if the task does not count
 */
record Progress(String task, String step, int percent, String text, Instant at) {}
