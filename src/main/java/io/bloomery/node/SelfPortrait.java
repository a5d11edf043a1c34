package io.bloomery.node;

import io.bloomery.machine.Firmware;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Sighting;
import java.util.ArrayList;
import java.util.List;

/** What a machine says of itself when it registers, checked. */
record SelfPortrait(Sighting sighting) {
  private static final int NICS = 50;

  static SelfPortrait of(Form form) {
    List<MacAddress> nics = new ArrayList<>();
    for (String nic : form.text("nics", 2000).split("[, ]+")) {
      if (!nic.isEmpty() && nics.size() < NICS) {
        nics.add(mac("nics", nic));
      }
    }
    return new SelfPortrait(
        new Sighting(
            mac("mac", form.text("mac", 40)),
            List.copyOf(nics),
            form.textOrNull("uuid", 36),
            form.textOrNull("serial", 100),
            form.oneOf("firmware", "bios", "uefi").equals("uefi") ? Firmware.UEFI : Firmware.BIOS,
            form.text("arch", 16),
            (int) form.number("cores", 0, 65_536, 0),
            form.number("memory_bytes", 0, 1L << 50, 0)));
  }

  private static MacAddress mac(String name, String text) {
    try {
      return MacAddress.of(text);
    } catch (IllegalArgumentException wrong) {
      throw Refused.malformed(name + ": " + wrong.getMessage());
    }
  }
}
