/**
 * What a worker is: it gets a {@link io.bloomery.worker.Task}, does one thing to the world and
 * answers with an {@link io.bloomery.worker.Outcome}. Nothing here knows the engine, so a worker
 * can run anywhere. Depends on nothing.
 */
package io.bloomery.worker;
