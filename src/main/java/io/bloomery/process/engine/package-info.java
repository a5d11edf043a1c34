/**
 * How the engine is set up: deployment of the models, hand-over of external tasks to workers, and
 * back.
 */
package io.bloomery.process.engine;
