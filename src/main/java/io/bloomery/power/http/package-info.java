/**
 * HTTP as power drivers speak it: each call bounded in time and size, certificates pinned, no
 * redirect followed unseen.
 */
package io.bloomery.power.http;
