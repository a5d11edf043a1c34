package io.bloomery.boot.tftp;

import io.bloomery.boot.link.UdpAddress;
import java.util.HashMap;
import java.util.Map;

/** All transfers of all ports, by their client. Safe from any thread. */
final class OpenTransfers {
  private static final int MOST = 4096;

  /** More than any boot loader has open; one address cannot take all there are. */
  private static final int MOST_PER_ADDRESS = 32;

  private final Map<UdpAddress, Open> all = new HashMap<>();
  private final Map<UdpAddress, Integer> perAddress = new HashMap<>();

  /** A transfer and the port it goes through. */
  record Open(Transfer transfer, Transfers port) {}

  synchronized Open of(UdpAddress client) {
    return all.get(client);
  }

  synchronized boolean room(UdpAddress client) {
    return all.size() < MOST && perAddress.getOrDefault(client.host(), 0) < MOST_PER_ADDRESS;
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
