package io.bloomery.dns;

import org.xbill.DNS.Record;

/**
 * One record under a name.
 *
 * @param source which host it is of, or that people put it in; empty: the server's own
 * @param rdata in canonical form (RFC 4034 section 6.2)
 */
record Rr(String source, int type, int ttl, byte[] rdata) {
  static final String OWN = "";

  static Rr of(String source, Record record) {
    return new Rr(source, record.getType(), (int) record.getTTL(), record.rdataToWireCanonical());
  }
}
