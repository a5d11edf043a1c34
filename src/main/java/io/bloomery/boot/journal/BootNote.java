package io.bloomery.boot.journal;

import java.time.Instant;

/**
 * One thing that happened.
 *
 * @param detail what exactly, at most 200 printable characters: file names come from the network
 *     and go to an operator's terminal
 */
public record BootNote(Instant at, BootStep step, String detail) {
  private static final int LONGEST = 200;

  public BootNote {
    detail = detail.replaceAll("[^ -~…]", "?");
    detail = detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST - 1) + "…";
  }
}
