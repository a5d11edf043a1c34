package io.bloomery.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** DHCP servers of others, on the switch at the far end of a cable. */
final class OtherDhcp {
  private OtherDhcp() {}

  /**
   * @param network its first three numbers
   */
  static NetworkCable.Running dnsmasq(NetworkCable cable, Path directory, String network)
      throws IOException {
    return cable.there(
        "dnsmasq",
        "--conf-file=/dev/null",
        "--keep-in-foreground",
        "--port=0",
        "--user=root",
        "--interface=br0",
        "--bind-interfaces",
        "--dhcp-range=%1$s.200,%1$s.220".formatted(network),
        "--dhcp-leasefile=" + directory.resolve("leases"),
        "--pid-file=" + directory.resolve("pid"));
  }

  static NetworkCable.Running kea(NetworkCable cable, Path directory, String network)
      throws IOException {
    Path settings = directory.resolve("kea.json");
    Files.writeString(
        settings,
        """
        {"Dhcp4": {
          "interfaces-config": {"interfaces": ["br0"]},
          "lease-database": {"type": "memfile", "persist": false},
          "subnet4": [{"subnet": "%1$s.0/24", "pools": [{"pool": "%1$s.200 - %1$s.220"}]}]
        }}
        """
            .formatted(network));
    return cable.there(
        "env",
        "KEA_PIDFILE_DIR=" + directory,
        "KEA_LOCKFILE_DIR=" + directory,
        "kea-dhcp4",
        "-c",
        settings.toString());
  }
}
