/**
 * Whatever can be switched by HTTP requests that somebody writes down: smart plugs, own services.
 */
package io.bloomery.power.webhook;
