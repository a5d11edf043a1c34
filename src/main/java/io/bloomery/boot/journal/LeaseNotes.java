package io.bloomery.boot.journal;

import io.bloomery.network.AddressHolders;
import org.springframework.stereotype.Component;

/** Finds the NIC by its lease. */
@Component
class LeaseNotes implements AddressNotes {
  private final BootJournal journal;
  private final AddressHolders holders;

  LeaseNotes(BootJournal journal, AddressHolders holders) {
    this.journal = journal;
    this.holders = holders;
  }

  @Override
  public void note(String address, BootStep step, String detail) {
    holders.holder(address).ifPresent(nic -> journal.note(nic, step, detail));
  }
}
