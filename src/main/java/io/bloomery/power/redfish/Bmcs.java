package io.bloomery.power.redfish;

import io.bloomery.power.PowerTarget;
import io.bloomery.power.http.Deadline;
import io.bloomery.power.http.HttpCaller;
import io.bloomery.secret.KnownCertificates;
import jakarta.annotation.PreDestroy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One {@link Bmc} for each address and user. */
@Component
class Bmcs {
  private static final Logger LOG = LoggerFactory.getLogger(Bmcs.class);

  /** A system with a hundred processors and disks has about 100 KB. */
  private static final int LONGEST_BODY = 1 << 20;

  /**
   * For all farewells together: a controller that is being stopped does not wait for a dead BMC.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final Map<String, Bmc> known = new ConcurrentHashMap<>();
  private final HttpCaller http;

  Bmcs(RedfishSettings settings, KnownCertificates certificates) {
    http = HttpCaller.pinned("Redfish", LONGEST_BODY, certificates, settings.trustOnFirstUse());
  }

  Bmc at(PowerTarget target) {
    String uri = target.get(RedfishDriver.URI);
    String username = target.get(RedfishDriver.USERNAME);
    String password = target.get(RedfishDriver.PASSWORD);
    return known.compute(
        username + "@" + uri,
        (key, bmc) ->
            bmc != null && bmc.hasPassword(password)
                ? bmc
                : new Bmc(URI.create(uri), username, password, http));
  }

  @PreDestroy
  void leave() {
    Deadline all = Deadline.in(FAREWELL);
    known.values().parallelStream()
        .forEach(
            bmc -> {
              try {
                bmc.leave(all);
              } catch (RuntimeException unheard) {
                LOG.info("{}: the session is left open", bmc.where());
              }
            });
  }
}
