package io.bloomery.dns;

/**
 * A record that a person put into the zone.
 *
 * @param name whole, with the domain, without a dot at its end
 * @param type CNAME, TXT, SRV, MX, A or AAAA
 * @param ttl seconds
 * @param data as a zone file has it (RFC 1035 section 5.1); names in it are whole
 */
public record DnsRecord(long id, String name, String type, int ttl, String data) {}
