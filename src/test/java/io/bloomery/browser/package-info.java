/** What a person sees: pages, Tasklist and Cockpit in a real browser. */
package io.bloomery.browser;
