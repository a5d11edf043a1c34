/**
 * The processes of a machine's life on the engine. This package and those below it are the only
 * ones that know Camunda.
 */
package io.bloomery.process;
