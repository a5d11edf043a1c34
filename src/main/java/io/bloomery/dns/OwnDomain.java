package io.bloomery.dns;

import io.bloomery.network.NetworkSettings;
import io.bloomery.network.SearchDomain;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The domain of the machines, for their own resolvers. */
@Component
class OwnDomain implements SearchDomain {
  private final DnsSettings settings;
  private final NetworkSettings network;

  OwnDomain(DnsSettings settings, NetworkSettings network) {
    this.settings = settings;
    this.network = network;
  }

  @Override
  public Optional<String> search() {
    return settings.enabled() && !network.device().isEmpty()
        ? Optional.of(settings.domain())
        : Optional.empty();
  }
}
