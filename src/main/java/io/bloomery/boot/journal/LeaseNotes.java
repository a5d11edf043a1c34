package io.bloomery.boot.journal;

import io.bloomery.network.Leases;
import org.springframework.stereotype.Component;

/** Finds the NIC by its lease. */
@Component
class LeaseNotes implements AddressNotes {
  private final BootJournal journal;
  private final Leases leases;

  LeaseNotes(BootJournal journal, Leases leases) {
    this.journal = journal;
    this.leases = leases;
  }

  @Override
  public void note(String address, BootStep step, String detail) {
    // A socket that also speaks IPv6 tells addresses in other spellings.
    if (address.indexOf(':') < 0) {
      leases.byAddress(address).ifPresent(lease -> journal.note(lease.mac(), step, detail));
    }
  }
}
