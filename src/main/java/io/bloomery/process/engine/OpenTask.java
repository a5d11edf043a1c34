package io.bloomery.process.engine;

import io.bloomery.worker.Task;

/**
 * A task some process waits for.
 *
 * @param activityInstance the engine's id of this one visit of the activity
 */
record OpenTask(Task task, String activityInstance) {}
