package io.bloomery.dns;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** An update's way into the zone: all of it, or nothing (RFC 2136 section 3). */
final class UpdateChange implements Change {
  /** What leads to a machine or from it, and what would hide that. */
  private static final Set<Integer> OF_HOSTS =
      Set.of(Type.A, Type.AAAA, Type.PTR, Type.CNAME, Type.ANY);

  /** The records of one name and type; a name has one node while nothing is changed. */
  private record SetOf(Node node, int type) {
    Set<ByteBuffer> data() {
      Set<ByteBuffer> data = new HashSet<>();
      if (node.set(type) != null) {
        node.records().stream()
            .filter(it -> it.type() == type)
            .forEach(it -> data.add(ByteBuffer.wrap(it.rdata())));
      }
      return data;
    }
  }

  private final Update update;
  private final BiConsumer<Integer, String> answer;
  private int rcode;
  private String why;

  /**
   * @param answer is told the RCODE, and why it is REFUSED
   */
  UpdateChange(Update update, BiConsumer<Integer, String> answer) {
    this.update = update;
    this.answer = answer;
  }

  @Override
  public boolean apply(Draft draft) {
    why = null;
    rcode = prerequisites(draft);
    for (Update.Edit edit : update.edits()) {
      if (rcode != Rcode.NOERROR) {
        return false;
      }
      rcode = work(draft, edit);
    }
    return rcode == Rcode.NOERROR;
  }

  /** RFC 2136 section 3.2.5. */
  private int prerequisites(Draft draft) {
    Map<SetOf, Set<ByteBuffer>> whole = new HashMap<>();
    for (Record record : update.prerequisites()) {
      Node node = draft.node(WireName.of(record.getName()), update.zone());
      int type = record.getType();
      boolean any = type == Type.ANY;
      boolean there = any ? !node.sets().isEmpty() : node.set(type) != null;
      switch (record.getDClass()) {
        case DClass.ANY -> {
          if (!there) {
            return any ? Rcode.NXDOMAIN : Rcode.NXRRSET;
          }
        }
        case DClass.NONE -> {
          if (there) {
            return any ? Rcode.YXDOMAIN : Rcode.YXRRSET;
          }
        }
        default ->
            whole
                .computeIfAbsent(new SetOf(node, type), it -> new HashSet<>())
                .add(ByteBuffer.wrap(record.rdataToWireCanonical()));
      }
    }
    for (Map.Entry<SetOf, Set<ByteBuffer>> set : whole.entrySet()) {
      if (!set.getKey().data().equals(set.getValue())) {
        return Rcode.NXRRSET;
      }
    }
    return Rcode.NOERROR;
  }

  /** RFC 2136 section 3.4.2. Only records of people change, so SOA and NS stay as they are. */
  private int work(Draft draft, Update.Edit edit) {
    Node node = draft.node(edit.name(), update.zone());
    int type = edit.record().getType();
    if (OF_HOSTS.contains(type) && isOfHost(node)) {
      why = "name: " + node.name() + " (expected: none of a machine, a device or this server)";
      return Rcode.REFUSED;
    }
    if (edit.record().getDClass() == DClass.IN) {
      add(draft, node, edit);
      return Rcode.NOERROR;
    }
    boolean all = edit.record().getDClass() == DClass.ANY;
    Rr wanted = Rr.of(Rr.OWN, edit.record());
    remove(
        draft,
        node,
        node.records().stream()
            .filter(it -> it.stored() != null)
            .filter(it -> all ? type == Type.ANY || it.type() == type : it.sameAs(wanted))
            .toList());
    return Rcode.NOERROR;
  }

  private static boolean isOfHost(Node node) {
    return node.records().stream()
        .anyMatch(it -> it.stored() == null && OF_HOSTS.contains(it.type()));
  }

  private void add(Draft draft, Node node, Update.Edit edit) {
    Rr rr = Rr.of(new StoredRecord(edit.row()), edit.record());
    boolean alias = rr.type() == Type.CNAME;
    // An alias beside anything else is passed over without a word (RFC 2136 section 3.4.2.2).
    if (node.records().stream().anyMatch(it -> (it.type() == Type.CNAME) != alias)) {
      return;
    }
    List<Rr> before =
        node.records().stream()
            .filter(it -> it.stored() != null)
            .filter(it -> alias || it.sameAs(rr))
            .toList();
    if (before.stream().anyMatch(it -> it.sameAs(rr) && it.ttl() == rr.ttl())) {
      return;
    }
    remove(draft, node, before);
    RecordBook.add(draft, draft.node(node.name(), node.zone()), rr);
  }

  private static void remove(Draft draft, Node node, List<Rr> gone) {
    if (!gone.isEmpty()) {
      RecordBook.remove(draft, node, gone);
    }
  }

  @Override
  public void done() {
    answer.accept(rcode, why);
  }

  @Override
  public void failed(RuntimeException failure) {
    boolean tooMany = failure instanceof IllegalArgumentException;
    answer.accept(tooMany ? Rcode.REFUSED : Rcode.SERVFAIL, failure.getMessage());
  }
}
