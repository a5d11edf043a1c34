package io.bloomery.dns;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Type;

/** The records that people put in, as they stand in the zones. */
final class RecordBook {
  private static final Logger log = LoggerFactory.getLogger(RecordBook.class);

  /** Their {@link Rr#source}; no machine's id has a colon. */
  private static final String PEOPLE = "people:";

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
          WireName name = name(record);
          Zone zone = draft.zones().of(name);
          if (zone == null) {
            log.warn("{} is in no zone, and not served: the domain was another", record);
          } else {
            Node node = draft.node(name, zone);
            draft.put(node.with(and(node.records(), rr(record))));
          }
        });
  }

  /** Puts it in; the answer has its id. */
  Change adding(DnsRecord record, CompletableFuture<DnsRecord> answer) {
    return new RecordChange<>(answer) {
      @Override
      DnsRecord work(Draft draft) {
        WireName name = name(record);
        Node node = draft.node(name, draft.zones().of(name));
        Rr rr = rr(record);
        check(record, node, rr);
        draft.put(node.with(and(node.records(), rr)));
        return record;
      }

      @Override
      DnsRecord write(DnsRecord worked) {
        int count = table.count();
        if (count >= MOST) {
          throw new IllegalArgumentException(
              "records: %d there already (expected: %d at most)".formatted(count, MOST));
        }
        long id = table.insert(worked);
        return new DnsRecord(id, worked.name(), worked.type(), worked.ttl(), worked.data());
      }
    };
  }

  /** Takes it out; the answer is whether there was one. */
  Change removing(long id, CompletableFuture<Boolean> answer) {
    return new RecordChange<>(answer) {
      @Override
      Boolean work(Draft draft) {
        Optional<DnsRecord> stored = table.find(id);
        stored.ifPresent(record -> take(draft, record));
        return stored.isPresent();
      }

      @Override
      Boolean write(Boolean worked) {
        table.delete(id);
        return worked;
      }
    };
  }

  private static void check(DnsRecord record, Node node, Rr rr) {
    List<Rr> there = node.records();
    if (there.size() >= MOST_OF_NAME) {
      throw refused(record, MOST_OF_NAME + " records of one name at most");
    }
    if (there.stream().anyMatch(it -> same(it, rr))) {
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

  private static void take(Draft draft, DnsRecord record) {
    WireName name = name(record);
    Zone zone = draft.zones().of(name);
    if (zone != null) {
      Rr gone = rr(record);
      Node node = draft.node(name, zone);
      List<Rr> rest = new ArrayList<>(node.records());
      rest.removeIf(it -> it.source().equals(PEOPLE) && same(it, gone));
      draft.put(node.with(rest));
    }
  }

  private static boolean same(Rr one, Rr other) {
    return one.type() == other.type() && Arrays.equals(one.rdata(), other.rdata());
  }

  private static Rr rr(DnsRecord record) {
    return Rr.of(PEOPLE, RecordText.record(record));
  }

  private static WireName name(DnsRecord record) {
    return WireName.of(RecordText.record(record).getName());
  }

  private static List<Rr> and(List<Rr> records, Rr more) {
    List<Rr> all = new ArrayList<>(records);
    all.add(more);
    return all;
  }

  /** A change that somebody waits for. */
  private abstract static class RecordChange<T> implements Change {
    private final CompletableFuture<T> answer;
    private T result;

    RecordChange(CompletableFuture<T> answer) {
      this.answer = answer;
    }

    abstract T work(Draft draft);

    abstract T write(T worked);

    @Override
    public boolean apply(Draft draft) {
      result = work(draft);
      return true;
    }

    @Override
    public Optional<Runnable> row() {
      return Optional.of(() -> result = write(result));
    }

    @Override
    public void done() {
      answer.complete(result);
    }

    @Override
    public void failed(RuntimeException why) {
      answer.completeExceptionally(why);
    }
  }
}
