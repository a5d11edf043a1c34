package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All transfers of all ports, by their client. Safe from any thread. */
final class OpenTransfers {
  private static final int MOST = 4096;

  /** More than any boot loader has open; one address cannot take all there are. */
  private static final int MOST_PER_ADDRESS = 32;

  /** The oldest first. */
  private final Map<UdpAddress, Open> all = new LinkedHashMap<>();

  private final Map<UdpAddress, Integer> perAddress = new HashMap<>();

  /** A transfer and the port it goes through. */
  record Open(Transfer transfer, Transfers port) {}

  synchronized Open of(UdpAddress client) {
    return all.get(client);
  }

  synchronized boolean room(UdpAddress client) {
    return all.size() < MOST && perAddress.getOrDefault(client.host(), 0) < MOST_PER_ADDRESS;
  }

  /**
   * What may be ended for this client's sake: the oldest transfer whose client has said nothing
   * after its request, which anybody can forge. Null if there is none, or the client has enough
   * already.
   */
  synchronized Open expendable(UdpAddress client) {
    if (perAddress.getOrDefault(client.host(), 0) >= MOST_PER_ADDRESS) {
      return null;
    }
    for (Open open : all.values()) {
      if (!open.transfer().heard()) {
        return open;
      }
    }
    return null;
  }

  synchronized void add(Open open) {
    all.put(open.transfer().client, open);
    perAddress.merge(open.transfer().client.host(), 1, Integer::sum);
  }

  synchronized void remove(Transfer transfer) {
    all.remove(transfer.client);
    perAddress.computeIfPresent(
        transfer.client.host(), (host, count) -> count == 1 ? null : count - 1);
  }

  synchronized int count() {
    return all.size();
  }
}
