package io.bloomery.boot.dhcp;

/** The options this server reads or writes, with the clause and the quirk that matters. */
enum DhcpOption {
  SUBNET_MASK(1), // RFC 2132 3.3
  ROUTER(3), // RFC 2132 3.5
  DNS_SERVERS(6), // RFC 2132 3.8; a boot URL with a host name is useless without it
  LOG_SERVER(7), // RFC 2132 3.9
  HOST_NAME(12), // RFC 2132 3.14; sent by anybody, so never trusted
  DOMAIN_NAME(15), // RFC 2132 3.17
  MTU(26), // RFC 2132 5.1
  BROADCAST_ADDRESS(28), // RFC 2132 5.3
  NTP_SERVERS(42), // RFC 2132 8.3
  /**
   * RFC 2132 8.4 and PXE 2.1. EDK2 takes an offer with option 60 = PXEClient but without sub-option
   * 6 for a "BINL" one, ignores its file and asks port 4011, where nobody answers.
   */
  VENDOR_SPECIFIC(43),
  REQUESTED_ADDRESS(50), // RFC 2132 9.1
  LEASE_TIME(51), // RFC 2132 9.2; never in a reply to INFORM (RFC 2131 4.3.5)
  OVERLOAD(52), // RFC 2132 9.3: 1 = file, 2 = sname, 3 = both carry options
  MESSAGE_TYPE(53), // RFC 2132 9.6; first in a reply, some ROMs look nowhere else
  SERVER_ID(54), // RFC 2132 9.7
  WANTED(55), // RFC 2132 9.8: "parameter request list"
  MESSAGE(56), // RFC 2132 9.9; why a request was refused
  LARGEST_REPLY(57), // RFC 2132 9.10; EDK2 can ask for 65280
  RENEWAL_TIME(58), // RFC 2132 9.11
  REBINDING_TIME(59), // RFC 2132 9.12
  VENDOR_CLASS(60), // RFC 2132 9.13: "PXEClient:Arch:00007:UNDI:003016", "HTTPClient:Arch:00016:…"
  CLIENT_ID(
      61), // RFC 2132 9.14; echoed (RFC 6842). ROM, iPXE and system send different ones: no key
  TFTP_SERVER(66), // RFC 2132 9.4; a dotted quad for Raspberry Pi ROMs
  /** RFC 2132 9.5. EDK2 writes a NUL past its end if it has none, so it is sent with one. */
  BOOT_FILE(67),
  USER_CLASS(77), // RFC 3004 has length-prefixed items; iPXE sends the bare text
  RELAY_INFORMATION(82), // RFC 3046: echoed unchanged, last. Sub-option 5: RFC 3527, 11: RFC 5107
  ARCHITECTURE(93), // RFC 4578 2.1, with its erratum: 7 = x64 UEFI, 9 = EBC
  MACHINE_ID(97), // RFC 4578 2.3; QEMU's OVMF sends zeros: no key. Echoed, as PXE 2.1 asks
  SUBNET_SELECTION(118), // RFC 3011
  STATIC_ROUTES(121), // RFC 3442
  /** iPXE's own. Sub-option 176 (no-pxedhcp) spares it 2 s of waiting for a proxy's offer. */
  IPXE(175),
  END(255);

  final int code;

  DhcpOption(int code) {
    this.code = code;
  }
}
