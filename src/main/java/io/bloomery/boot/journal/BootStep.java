package io.bloomery.boot.journal;

/** The stations of a network boot, in their order. */
public enum BootStep {
  /** DHCPDISCOVER or its kin: the machine's network card speaks at all. */
  ASKED_FOR_ADDRESS("asked for an address"),
  /** DHCPOFFER. */
  OFFERED("was offered an address"),
  /** A proxy's offer, or its answer at port 4011: the address comes from another server. */
  TOLD_FILE("was told what to load, beside another server's address"),
  /** DHCPACK. */
  HAS_ADDRESS("has an address"),
  /** Firmware or a processor that there are no boot files for. */
  NOT_SERVED("finds nothing here that it could boot"),
  /** DHCPNAK, silence, or another server. */
  NO_ADDRESS("got no address from here"),
  /** A read request over TFTP. */
  ASKED_FOR_FILE("asked for a boot file"),
  /** The last block of it was acknowledged. */
  HAS_FILE("has its boot file"),
  /** It was not there, or the machine stopped answering. */
  NO_FILE("did not get its boot file"),
  /** iPXE's or GRUB's question, answered with: others are first. Only the last place is kept. */
  WAITS("waits in line for the in-RAM system"),
  /** iPXE's question over HTTP, answered with a script. */
  HAS_SCRIPT("was told what to boot"),
  /** … or refused. */
  NO_SCRIPT("was not told what to boot"),
  /** Kernel or in-RAM system over HTTP. */
  LOADS("loads a boot file over HTTP");

  private final String words;

  BootStep(String words) {
    this.words = words;
  }

  /** As the predicate of a sentence about the machine. */
  public String words() {
    return words;
  }
}
