package io.bloomery.boot.dhcp;

import io.bloomery.boot.NetworkCable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The DHCP clients that systems have. Each puts the address it gets on its interface, lets it go
 * when it is told to end, and writes nothing outside of its directory: what it would write
 * elsewhere goes to file systems in memory that nobody else sees.
 */
enum RealClient {
  /** Debian's and many others' for two decades; in initramfs and old cloud-init too. */
  DHCLIENT("dhclient", "isc-dhcp-client") {
    @Override
    List<String> command(NetworkCable cable, Path directory) throws IOException {
      Path settings = directory.resolve("dhclient.conf");
      // What has no cookie it would take for an answer of BOOTP, which knows no options.
      Files.writeString(
          settings,
          """
          timeout 60; retry 1; initial-interval 1; backoff-cutoff 1; reboot 0; select-timeout 0;
          require subnet-mask, dhcp-lease-time;
          """);
      Path script =
          program(
              directory.resolve("script"),
              """
              #!/bin/sh
              echo "$reason $new_ip_address, file $new_filename"
              case $reason in
                BOUND | RENEW | REBIND) ip address replace "$new_ip_address/24" dev "$interface" ;;
                EXPIRE | FAIL | RELEASE | STOP) ip address flush dev "$interface" ;;
              esac
              """);
      return List.of(
          "dhclient",
          "-4",
          "-d",
          "-cf",
          settings.toString(),
          "-lf",
          directory.resolve("leases").toString(),
          "-pf",
          directory.resolve("pid").toString(),
          "-sf",
          script.toString(),
          cable.farEnd());
    }

    @Override
    void release(NetworkCable cable, Path directory) throws Exception {
      cable.thereDone(
          "dhclient",
          "-4",
          "-r",
          "-cf",
          directory.resolve("dhclient.conf").toString(),
          "-lf",
          directory.resolve("leases").toString(),
          "-pf",
          directory.resolve("pid").toString(),
          "-sf",
          directory.resolve("script").toString(),
          cable.farEnd());
    }
  },
  /**
   * Debian's newer default, Gentoo's, Raspberry Pi OS's; asks the wire before it takes an address.
   */
  DHCPCD("dhcpcd", "dhcpcd-base") {
    @Override
    List<String> command(NetworkCable cable, Path directory) throws IOException {
      Path settings = directory.resolve("dhcpcd.conf");
      Files.writeString(settings, "ipv4only\nnoipv4ll\nrelease\nscript /bin/true\n");
      return hidden(
          List.of("/var/lib/dhcpcd", "/run/dhcpcd"),
          "exec dhcpcd --nobackground --debug --config "
              + settings
              + " --timeout 60 "
              + cable.farEnd());
    }
  },
  /** systemd's. Without systemd it takes network cards for ready where /sys cannot be written. */
  NETWORKD("/lib/systemd/systemd-networkd", "systemd") {
    @Override
    List<String> command(NetworkCable cable, Path directory) {
      String settings =
          """
          [Match]
          Name=%s
          [Network]
          DHCP=ipv4
          IPv6AcceptRA=no
          LinkLocalAddressing=no
          [DHCPv4]
          SendDecline=yes
          SendRelease=yes
          """
              .formatted(cable.farEnd());
      return hidden(
          List.of("/run/systemd"),
          "mount -o remount,ro /sys; mkdir -p /run/systemd/network /run/systemd/netif;"
              + " chown systemd-network /run/systemd/netif;"
              + " printf '%s' \"$0\" >/run/systemd/network/10-test.network;"
              + " export SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console;"
              + " exec /lib/systemd/systemd-networkd",
          settings);
    }
  },
  /** busybox's, which the in-RAM system has too. */
  UDHCPC("udhcpc", "udhcpc") {
    @Override
    List<String> command(NetworkCable cable, Path directory) throws IOException {
      Path script =
          program(
              directory.resolve("script"),
              """
              #!/bin/sh
              echo "$1 $ip, file $boot_file"
              case $1 in
                bound | renew) ip address replace "$ip/24" dev "$interface" ;;
                deconfig) ip address flush dev "$interface" ;;
              esac
              """);
      return List.of(
          "udhcpc",
          "-f",
          "-R",
          "-a",
          "-t",
          "3",
          "-T",
          "1",
          "-A",
          "1",
          "-i",
          cable.farEnd(),
          "-s",
          script.toString());
    }
  };

  private final String program;
  private final String debian;

  RealClient(String program, String debian) {
    this.program = program;
    this.debian = debian;
  }

  boolean installed() {
    return program.startsWith("/")
        ? Files.isExecutable(Path.of(program))
        : NetworkCable.installed(program);
  }

  /** The Debian package it is in. */
  String debian() {
    return debian;
  }

  abstract List<String> command(NetworkCable cable, Path directory) throws IOException;

  NetworkCable.Running start(NetworkCable cable, Path directory) throws IOException {
    return cable.there(command(cable, directory).toArray(String[]::new));
  }

  /** Gives the address back; by its end, if it does that then. */
  void release(NetworkCable cable, Path directory) throws Exception {}

  private static Path program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }

  /** A command line for sh with empty file systems over these directories. */
  private static List<String> hidden(List<String> directories, String line, String... arguments) {
    StringBuilder script = new StringBuilder();
    for (String directory : directories) {
      script.append("mkdir -p %1$s; mount -t tmpfs none %1$s; ".formatted(directory));
    }
    List<String> command = new ArrayList<>(List.of("sh", "-ec", script + line));
    command.addAll(List.of(arguments));
    return command;
  }
}
