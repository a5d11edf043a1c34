package io.bloomery.dns;

/** A record that is a row of the database, or will be one when its draft is written. */
final class StoredRecord {
  final DnsRecord record;

  /** 0 before it is written; the writing thread's alone. */
  long id;

  /** What is given as the record's own id does not matter. */
  StoredRecord(DnsRecord record) {
    this.record = record;
    id = record.id();
  }

  DnsRecord withId() {
    return new DnsRecord(id, record.name(), record.type(), record.ttl(), record.data());
  }
}
