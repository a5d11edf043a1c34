package io.bloomery.boot;

import io.bloomery.boot.tftp.MadeFiles;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machines;
import io.bloomery.network.NetworkSettings;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** GRUB's configuration, made for the machine whose address asks for it. */
@Component
class GrubFiles implements MadeFiles {
  private final BootRoutes routes;
  private final LeaseBook leases;
  private final Machines machines;
  private final NetworkSettings network;
  private final BootSettings boot;

  GrubFiles(
      BootRoutes routes,
      LeaseBook leases,
      Machines machines,
      NetworkSettings network,
      BootSettings boot) {
    this.routes = routes;
    this.leases = leases;
    this.machines = machines;
    this.network = network;
    this.boot = boot;
  }

  @Override
  public Optional<byte[]> make(String path, String client) {
    if (path.equals(GrubConfig.FIRST)) {
      return Optional.of(GrubConfig.ASK_AGAIN.getBytes(StandardCharsets.US_ASCII));
    }
    String processor = GrubConfig.processor(path).orElse(null);
    if (processor == null) {
      return Optional.empty();
    }
    // Whoever has no lease gets nothing: a token would go to an address anybody can take.
    return leases.holder(client).map(nic -> configuration(nic, processor, client));
  }

  private byte[] configuration(MacAddress nic, String processor, String client) {
    BootRequest request =
        new BootRequest(
            nic,
            "efi",
            processor,
            client,
            "http://" + network.address() + ":" + boot.httpPort(),
            machines.byMac(nic));
    return GrubConfig.of(request, routes.answer(request)).getBytes(StandardCharsets.US_ASCII);
  }
}
