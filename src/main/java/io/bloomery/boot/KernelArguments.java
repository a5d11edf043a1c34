package io.bloomery.boot;

/** What the in-RAM system's kernel is told, the same by whatever boot loader. */
final class KernelArguments {
  private KernelArguments() {}

  /**
   * BOOTIF as PXELINUX writes it: hardware type 1, then the MAC address with hyphens. {@code
   * mitigations=off}: nothing but our own root processes runs in RAM, so there is nobody to hide
   * memory from.
   */
  static String of(BootRequest request, BootAnswer.RamSystem system) {
    return "bloomery.url=%s bloomery.token=%s BOOTIF=01-%s %s quiet security=none mitigations=off"
        .formatted(
            request.url(),
            system.token(),
            request.mac().value().replace(':', '-'),
            system.architecture().console());
  }
}
