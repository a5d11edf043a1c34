package io.bloomery.boot.dhcp;

import java.time.Instant;
import java.util.List;

/**
 * What this controller's DHCP is doing.
 *
 * @param device its interface
 * @param mode {@code SERVER} or {@code PROXY}
 * @param serving whether it answers
 * @param reason why not, or null
 * @param others who else offers addresses there
 * @param lookedAt when that was looked for, or null before the first time
 */
public record DhcpState(
    String device,
    String mode,
    boolean serving,
    String reason,
    List<Other> others,
    Instant lookedAt) {

  /**
   * Another server.
   *
   * @param nic what its offer came from; a relay's, if it is elsewhere
   */
  public record Other(String address, String nic) {}

  /** Where it can be asked. There is none while no interface is served. */
  public interface Source {
    /** One for each served interface, the boot interface first. */
    List<DhcpState> states();
  }
}
