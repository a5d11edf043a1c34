package io.bloomery.boot.journal;

import java.time.Instant;

/**
 * One thing that happened.
 *
 * @param detail what exactly, at most 200 characters
 */
public record BootNote(Instant at, BootStep step, String detail) {
  private static final int LONGEST = 200;

  public BootNote {
    detail = detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST - 1) + "…";
  }
}
