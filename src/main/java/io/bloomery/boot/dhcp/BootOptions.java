package io.bloomery.boot.dhcp;

import io.bloomery.network.NetworkSettings;

/** What a reply says about booting, by who asks. */
final class BootOptions {
  /** PXE 2.1 discovery control, bit 3: load the file named here, look for no boot server. */
  private static final byte[] JUST_LOAD = {6, 1, 8, (byte) 255};

  /** iPXE's no-pxedhcp: nobody else will offer a boot file, so do not wait for it. */
  private static final byte[] NO_PROXY = {(byte) 176, 1, 1};

  private final NetworkSettings settings;
  private final BootFiles files;

  BootOptions(NetworkSettings settings, BootFiles files) {
    this.settings = settings;
    this.files = files;
  }

  void addTo(DhcpReply reply, PxeRequest request) {
    if (!request.boots()) {
      return;
    }
    if (request.ipxe()) {
      reply.with(DhcpOption.IPXE, NO_PROXY);
    }
    BootFile file = files.fileFor(request);
    if (file.isNone()) {
      reply.bootsNothing(file.missing());
      return;
    }
    reply.boot(settings.address(), file.location());
    if (request.http()) {
      // Without it EDK2 does not take the URL for one (UEFI 2.10 section 24.7.3).
      reply.with(DhcpOption.VENDOR_CLASS, "HTTPClient");
    } else if (!request.ipxe()) {
      reply.with(DhcpOption.VENDOR_CLASS, "PXEClient");
      reply.with(DhcpOption.VENDOR_SPECIFIC, JUST_LOAD);
      reply.with(DhcpOption.TFTP_SERVER, settings.address().toString());
    }
    if (!request.machineId().isEmpty()) {
      reply.with(DhcpOption.MACHINE_ID, request.machineId().bytes());
    }
  }
}
