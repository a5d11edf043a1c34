package io.bloomery.boot.journal;

/** The journal, for servers that know a client by its address alone. */
public interface AddressNotes {
  /** Writes down a step of the NIC the IPv4 address is lent to; of nobody if it is not lent. */
  void note(String address, BootStep step, String detail);
}
