package io.bloomery.boot.tftp;

import io.bloomery.boot.journal.AddressNotes;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.boot.link.UdpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes read requests and gives each to a port of its own (RFC 1350 section 4). */
final class Requests {
  private static final Logger log = LoggerFactory.getLogger(Requests.class);

  private final Files files;
  private final OpenTransfers open;
  private final List<Transfers> ports;
  private final Transfer.Limits limits;
  private final AddressNotes notes;
  private int next;

  /** What there is to read. */
  record Files(TftpRoot root, MadeFiles made) {
    Content open(String name, String client) throws TftpRefusal {
      Optional<byte[]> file = made.make(TftpRoot.relative(name), client);
      return file.isPresent() ? Content.of(file.get()) : root.open(name);
    }
  }

  Requests(
      Files files,
      OpenTransfers open,
      List<Transfers> ports,
      Transfer.Limits limits,
      AddressNotes notes) {
    this.files = files;
    this.open = open;
    this.ports = ports;
    this.limits = limits;
    this.notes = notes;
  }

  /**
   * Takes a datagram.
   *
   * @param at the address it was sent to, or null where there is only one
   * @param refusals for what is not begun
   */
  void receive(UdpAddress client, UdpAddress at, ByteBuffer packet, Outbox refusals, long now) {
    OpenTransfers.Open before = open.of(client);
    // A request sent again while its transfer runs is one. If the client has fallen silent it was
    // started anew: ROMs use the same port each time.
    if (before != null && !before.port().endIfSilent(before.transfer(), now)) {
      return;
    }
    // A full house stays silent, and the client tries again.
    if (!open.room(client) && !makeRoom(client)) {
      return;
    }
    try {
      ReadRequest request = ReadRequest.decode(packet);
      Content file = files.open(request.file(), client.text());
      log.debug("{} reads {} {}", client, request.file(), request.options());
      note(notes, client, BootStep.ASKED_FOR_FILE, request.file());
      Transfers port = ports.get((next++ & Integer.MAX_VALUE) % ports.size());
      Transfer transfer = new Transfer(request, client, at, file, limits);
      open.add(new OpenTransfers.Open(transfer, port));
      port.begin(transfer, now);
    } catch (TftpRefusal refusal) {
      log.debug("{} is refused: {}", client, refusal.getMessage());
      // A stray acknowledgement or error is no request; an error is never answered.
      if (refusal.code() != TftpRefusal.ILLEGAL) {
        note(notes, client, BootStep.NO_FILE, String.valueOf(refusal.getMessage()));
      }
      if (!ReadRequest.error(packet)) {
        refusals.error(client, at, refusal);
      }
    }
  }

  private boolean makeRoom(UdpAddress client) {
    OpenTransfers.Open silent = open.expendable(client);
    if (silent != null) {
      silent.port().endIfUnheard(silent.transfer());
    }
    return open.room(client);
  }

  /** For whoever drives the ports: a transfer is over. */
  static void ended(Transfer transfer, OpenTransfers open, AddressNotes notes) {
    open.remove(transfer);
    note(
        notes,
        transfer.client,
        transfer.complete() ? BootStep.HAS_FILE : BootStep.NO_FILE,
        transfer.complete() ? transfer.name : transfer.name + ", it stopped before the end");
  }

  private static void note(AddressNotes notes, UdpAddress client, BootStep step, String detail) {
    // Leases are of IPv4 addresses.
    if (!client.six()) {
      notes.note(client.text(), step, detail);
    }
  }
}
