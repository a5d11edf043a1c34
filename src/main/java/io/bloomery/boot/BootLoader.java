package io.bloomery.boot;

/** What x86-64 UEFI firmware loads first. */
public enum BootLoader {
  /** iPXE, which loads the rest over HTTP. Not signed: Secure Boot refuses it. */
  IPXE,
  /** Debian's shim and GRUB, signed, which load the rest over TFTP. For Secure Boot. */
  SIGNED
}
