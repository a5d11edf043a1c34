package io.bloomery.network;

/** What this controller's DHCP does on the machines' network. */
public enum DhcpMode {
  /** Lends addresses and tells what to boot. */
  SERVER,
  /** Tells what to boot beside a server that lends the addresses (PXE 2.1, "proxyDHCP"). */
  PROXY
}
