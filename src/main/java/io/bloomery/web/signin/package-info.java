/**
 * The one sign-in: who may pass to pages, REST and the engine's web applications, and how guessing
 * is slowed down.
 */
package io.bloomery.web.signin;
