/**
 * The log of each machine: what it sends over the network (syslog, RFC 5424 and RFC 3164), by UDP
 * (RFC 5426) or TCP (RFC 6587), kept in bounded files.
 */
package io.bloomery.syslog;
