package io.bloomery.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records that people and their programs put in, as they stand in the zones. */
final class RecordBook {
  private static final Logger log = LoggerFactory.getLogger(RecordBook.class);
  private static final int MOST = 10_000;
  private static final int MOST_OF_NAME = 100;

  private final RecordTable table;

  RecordBook(RecordTable table) {
    this.table = table;
  }

  /** Puts in what is stored. */
  void all(Draft draft) {
    table.all(
        record -> {
          Record parsed = RecordText.record(record);
          WireName name = WireName.of(parsed.getName());
          Zone zone = draft.zones().of(name);
          StoredRecord stored = new StoredRecord(record);
          draft.add(stored);
          if (zone == null) {
            log.warn("{} is in no zone, and not served: the domain was another", record);
          } else {
            Node node = draft.node(name, zone);
            draft.put(node.with(and(node.records(), Rr.of(stored, parsed))));
          }
        });
  }

  /** Puts it in; the answer has its id. */
  Change adding(DnsRecord record, CompletableFuture<DnsRecord> answer) {
    return new RecordChange<StoredRecord, DnsRecord>(answer) {
      @Override
      StoredRecord work(Draft draft) {
        Record parsed = RecordText.record(record);
        WireName name = WireName.of(parsed.getName());
        Node node = draft.node(name, draft.zones().of(name));
        StoredRecord stored = new StoredRecord(record);
        Rr rr = Rr.of(stored, parsed);
        check(record, node, rr);
        add(draft, node, rr);
        return stored;
      }

      @Override
      DnsRecord result(StoredRecord worked) {
        return worked.withId();
      }
    };
  }

  /** Takes it out; the answer is whether there was one. */
  Change removing(long id, CompletableFuture<Boolean> answer) {
    return new RecordChange<Boolean, Boolean>(answer) {
      @Override
      Boolean work(Draft draft) {
        Optional<DnsRecord> row = table.find(id);
        return row.isPresent() && take(draft, row.get());
      }

      @Override
      Boolean result(Boolean worked) {
        return worked;
      }
    };
  }

  /**
   * Puts a record under a name.
   *
   * @throws IllegalArgumentException if there are as many as there may be
   */
  static void add(Draft draft, Node node, Rr rr) {
    if (draft.stored() >= MOST) {
      throw new IllegalArgumentException(
          "records: %d there already (expected: %d at most)".formatted(draft.stored(), MOST));
    }
    if (node.records().size() >= MOST_OF_NAME) {
      throw refused(rr.stored().record, MOST_OF_NAME + " records of one name at most");
    }
    draft.add(rr.stored());
    draft.put(node.with(and(node.records(), rr)));
  }

  /** Takes records of people away from a name. */
  static void remove(Draft draft, Node node, List<Rr> gone) {
    List<Rr> rest = new ArrayList<>(node.records());
    for (Rr rr : gone) {
      rest.remove(rr);
      draft.remove(rr.stored());
    }
    draft.put(node.with(rest));
  }

  private static void check(DnsRecord record, Node node, Rr rr) {
    List<Rr> there = node.records();
    if (there.stream().anyMatch(rr::sameAs)) {
      throw refused(record, "one that is not there yet");
    }
    // RFC 1034 section 3.6.2
    if (rr.type() == Type.CNAME && !there.isEmpty()) {
      throw refused(
          record, "a name without other records for an alias; this one has " + types(there));
    }
    if (there.stream().anyMatch(it -> it.type() == Type.CNAME)) {
      throw refused(record, "another name: this one is an alias, which has no other records");
    }
  }

  private static IllegalArgumentException refused(DnsRecord record, String expected) {
    return new IllegalArgumentException(
        "record: %s %s %s (expected: %s)"
            .formatted(record.name(), record.type(), record.data(), expected));
  }

  private static String types(List<Rr> records) {
    return String.join(
        ", ", records.stream().map(it -> Type.string(it.type())).distinct().toList());
  }

  /** Whether it is still there for whoever is written with this draft. */
  private static boolean take(Draft draft, DnsRecord row) {
    WireName name = WireName.of(RecordText.record(row).getName());
    Zone zone = draft.zones().of(name);
    if (zone == null) {
      // Of a domain that there was before; nobody sees it.
      draft.remove(new StoredRecord(row));
      return true;
    }
    Node node = draft.node(name, zone);
    List<Rr> gone =
        node.records().stream()
            .filter(it -> it.stored() != null && it.stored().id == row.id())
            .toList();
    if (!gone.isEmpty()) {
      remove(draft, node, gone);
    }
    return !gone.isEmpty();
  }

  private static List<Rr> and(List<Rr> records, Rr more) {
    List<Rr> all = new ArrayList<>(records);
    all.add(more);
    return all;
  }

  /** A change that somebody waits for. */
  private abstract static class RecordChange<W, T> implements Change {
    private final CompletableFuture<T> answer;
    private W worked;

    RecordChange(CompletableFuture<T> answer) {
      this.answer = answer;
    }

    abstract W work(Draft draft);

    abstract T result(W worked);

    @Override
    public boolean apply(Draft draft) {
      worked = work(draft);
      return true;
    }

    @Override
    public void done() {
      answer.complete(result(worked));
    }

    @Override
    public void failed(RuntimeException why) {
      answer.completeExceptionally(why);
    }
  }
}
