package io.bloomery.dns;

import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;

/** One zone: its name, and the SOA record that changes with its serial. */
final class Zone {
  private static final int REFRESH = 3600;
  private static final int RETRY = 600;
  private static final int EXPIRE = 7 * 24 * 3600;

  private final WireName apex;
  private final Name name;
  private final Name server;
  private final Name mailbox;
  private final int ttl;
  private final long negative;
  private volatile Soa soa;

  /**
   * @param record one of the zone's own
   * @param negative the same for answers that there is nothing: its TTL is the lesser of TTL and
   *     minimum (RFC 2308 section 3)
   */
  private record Soa(long serial, Rr record, RrSet negative) {}

  Zone(Name name, Name server, int ttl, long serial) {
    this.name = name;
    this.server = server;
    this.ttl = ttl;
    apex = WireName.of(name);
    mailbox =
        Name.fromConstantString("hostmaster." + server.toString().replaceFirst("^[^.]*\\.", ""));
    negative = Math.min(ttl, 60);
    serial(serial);
  }

  WireName apex() {
    return apex;
  }

  Name name() {
    return name;
  }

  Name server() {
    return server;
  }

  int ttl() {
    return ttl;
  }

  long serial() {
    return soa.serial();
  }

  /** RFC 1982: adding one in 32 bits goes forward, past the end as well. */
  static long next(long serial) {
    return serial + 1 & 0xffffffffL;
  }

  /** Whether {@code one} is later than {@code other} (RFC 1982 section 3.2). */
  static boolean later(long one, long other) {
    return (int) one - (int) other > 0;
  }

  void serial(long serial) {
    SOARecord record = soa(serial);
    Rr own = Rr.of(Rr.OWN, record);
    Rr shorter = new Rr(Rr.OWN, own.type(), (int) Math.min(ttl, negative), own.rdata(), null);
    soa = new Soa(serial, own, new RrSet(List.of(shorter)));
  }

  Rr soa() {
    return soa.record();
  }

  RrSet negativeSoa() {
    return soa.negative();
  }

  private SOARecord soa(long serial) {
    return new SOARecord(
        name, DClass.IN, ttl, server, mailbox, serial, REFRESH, RETRY, EXPIRE, negative);
  }

  @Override
  public String toString() {
    return name + " " + serial();
  }
}
