package io.bloomery.dns;

import io.bloomery.network.Cidr;
import io.bloomery.network.Ipv4;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * The zones below in-addr.arpa that a subnet needs: of whole octets, as few as cover it. One of a
 * subnet longer than /24 covers its neighbours too.
 */
final class ReverseZones {
  private ReverseZones() {}

  static List<Name> of(Cidr subnet) {
    int octets = Math.min(3, (subnet.prefix() + 7) / 8);
    int step = 1 << 32 - 8 * octets;
    long count = 1L << Math.max(0, 8 * octets - subnet.prefix());
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Ipv4 first = subnet.network().plus(i * step);
      names.add(new Name(HostBook.reverse(first), 4 - octets));
    }
    return names;
  }
}
