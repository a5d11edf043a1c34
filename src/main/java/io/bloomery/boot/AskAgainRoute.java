package io.bloomery.boot;

import java.util.Optional;

/**
 * Whoever does not say who he is, for instance iPXE started by hand, is sent here again with all
 * that iPXE knows.
 */
class AskAgainRoute implements BootRoute {
  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    return request.mac() == null ? Optional.of(new BootAnswer.AskAgain()) : Optional.empty();
  }
}
