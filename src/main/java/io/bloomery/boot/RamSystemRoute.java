package io.bloomery.boot;

import io.bloomery.machine.Machine;
import io.bloomery.node.BootTokens;
import java.util.Optional;

/**
 * Everybody else boots the in-RAM system: a machine nobody knows enlists itself there, one that a
 * process waits for gets its tasks there, and one of which nothing is wanted switches itself off
 * there.
 */
class RamSystemRoute implements BootRoute {
  /**
   * {@code initrd=} is how the kernel's EFI stub finds its initrd in iPXE. A failed download asks
   * for a fresh script, because the token in this one may have ended by then. {@code
   * mitigations=off}: nothing but our own root processes runs in RAM, so there is nobody to hide
   * memory from.
   */
  private static final String SCRIPT =
      """
      #!ipxe
      kernel %s initrd=initrd.img bloomery.url=%s bloomery.token=%s BOOTIF=01-%s console=ttyS0,115200 quiet security=none mitigations=off || goto again
      initrd %s || goto again
      boot || goto again
      :again
      sleep 5
      chain --replace %s/boot/ipxe?mac=%s&platform=${platform}&arch=${buildarch}
      """;

  private final BootTokens tokens;

  RamSystemRoute(BootTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Optional<BootAnswer> answer(BootRequest request) {
    int generation = request.machine().map(Machine::bootGeneration).orElse(0);
    // BOOTIF as PXELINUX writes it: hardware type 1, then the MAC address with hyphens.
    String script =
        SCRIPT.formatted(
            request.fileUrl("vmlinuz"),
            request.url(),
            tokens.mint(request.mac(), generation),
            request.mac().value().replace(':', '-'),
            request.fileUrl("initrd.img"),
            request.url(),
            request.mac());
    return Optional.of(BootAnswer.script(script));
  }

  @Override
  public String offers() {
    return "the in-RAM system";
  }
}
