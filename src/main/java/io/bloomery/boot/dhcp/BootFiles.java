package io.bloomery.boot.dhcp;

/** Chooses what firmware and iPXE load. */
public interface BootFiles {
  /**
   * Asked for every request that {@link PxeRequest#boots boots}; called on the thread that serves
   * DHCP, so quick.
   */
  BootFile fileFor(PxeRequest request);
}
