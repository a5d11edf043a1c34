package io.bloomery.boot;

import java.util.Optional;

/**
 * Whoever does not say who he is, for instance iPXE started by hand, is sent here again with all
 * that iPXE knows.
 */
class AskAgainRoute implements BootRoute {
  private static final String SCRIPT =
      """
      #!ipxe
      chain --replace %s/boot/ipxe?mac=${netX/mac}&uuid=${uuid}&arch=${buildarch}&platform=${platform}&serial=${serial:uristring}
      """;

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    return request.mac() == null
        ? Optional.of(BootAnswer.script(SCRIPT.formatted(request.url())))
        : Optional.empty();
  }

  @Override
  public String offers() {
    return "to ask again and say who it is";
  }
}
