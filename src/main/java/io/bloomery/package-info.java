/** Bloomery: one package per feature below this one; the commands start here. */
package io.bloomery;
