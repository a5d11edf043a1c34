package io.bloomery.boot.tftp;

import io.bloomery.boot.link.ReceiveBatch;
import io.bloomery.boot.link.UdpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The transfers of one port. Each client is told apart by its address and port, its transfer
 * identifier (RFC 1350 section 4). Safe from any thread.
 */
final class Transfers {
  private static final TftpRefusal STRANGER =
      new TftpRefusal(TftpRefusal.UNKNOWN_TRANSFER, "no transfer to this port");

  /** Between two ticks; an address can be forged, and whoever has it is not to be flooded. */
  private static final int MOST_STRANGERS = 20;

  private final Outbox out;
  private final Consumer<Transfer> ended;
  private final Map<UdpAddress, Transfer> open = new HashMap<>();
  private int strangers;

  Transfers(Outbox out, Consumer<Transfer> ended) {
    this.out = out;
    this.ended = ended;
  }

  synchronized void begin(Transfer transfer, long now) {
    open.put(transfer.client, transfer);
    transfer.begin(out, now);
    out.flush();
    endIfOver(transfer);
  }

  synchronized void receive(ReceiveBatch batch, int count, long now) {
    for (int i = 0; i < count; i++) {
      if (batch.length(i) >= 4) {
        receive(batch.from(i), batch.at(i), batch.word(i, 0), batch.word(i, 2), now);
      }
    }
    out.flush();
  }

  /** Takes a packet's first two words; the answer waits for {@link Outbox#flush}. */
  synchronized void receive(UdpAddress from, UdpAddress at, int operation, int number, long now) {
    Transfer transfer = open.get(from);
    if (transfer != null) {
      transfer.receive(operation, number, out, now);
      endIfOver(transfer);
    } else if (operation != Transfer.ERROR && strangers++ < MOST_STRANGERS) {
      // An error is never answered: two servers would go on for ever.
      out.error(from, at, STRANGER);
    }
  }

  /** Whether the client of this transfer has fallen silent; it is ended then. */
  synchronized boolean endIfSilent(Transfer transfer, long now) {
    if (transfer.silent(now) && open.get(transfer.client) == transfer) {
      end(transfer);
    }
    return open.get(transfer.client) != transfer;
  }

  /** Ends this transfer unless its client has spoken meanwhile. */
  synchronized void endIfUnheard(Transfer transfer) {
    if (!transfer.heard() && open.get(transfer.client) == transfer) {
      end(transfer);
    }
  }

  synchronized void tick(long now) {
    strangers = 0;
    List<Transfer> all = new ArrayList<>(open.values());
    all.forEach(transfer -> transfer.tick(out, now));
    out.flush();
    all.forEach(this::endIfOver);
  }

  /** Ends all of them. */
  synchronized void close() {
    List.copyOf(open.values()).forEach(this::end);
  }

  private void endIfOver(Transfer transfer) {
    if (transfer.over()) {
      end(transfer);
    }
  }

  private void end(Transfer transfer) {
    open.remove(transfer.client);
    transfer.close();
    ended.accept(transfer);
  }

  synchronized int count() {
    return open.size();
  }
}
