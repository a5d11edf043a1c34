package io.bloomery.dns;

import java.util.Arrays;
import org.xbill.DNS.Record;

/**
 * One record under a name.
 *
 * @param source which host it is of, or that it is one that people put in; empty: the server's own
 * @param rdata in canonical form (RFC 4034 section 6.2)
 * @param stored its row, if people put it in; otherwise null
 */
record Rr(String source, int type, int ttl, byte[] rdata, StoredRecord stored) {
  static final String OWN = "";

  /** No machine's id has a colon. */
  private static final String PEOPLE = "people:";

  static Rr of(String source, Record record) {
    return new Rr(source, record.getType(), ttl(record), record.rdataToWireCanonical(), null);
  }

  static Rr of(StoredRecord stored, Record record) {
    return new Rr(PEOPLE, record.getType(), ttl(record), record.rdataToWireCanonical(), stored);
  }

  /** The same but for TTL and source. */
  boolean sameAs(Rr other) {
    return type == other.type && Arrays.equals(rdata, other.rdata);
  }

  private static int ttl(Record record) {
    return (int) record.getTTL();
  }
}
