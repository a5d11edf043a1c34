/**
 * The steps of the models that only touch the database, each a delegate in the engine's own
 * transaction. A model names them by bean name: {@code ${moveMachine}} is {@link
 * io.bloomery.process.step.MoveMachine}.
 */
package io.bloomery.process.step;
