package io.bloomery.boot;

import io.bloomery.boot.journal.BootJournal;
import io.bloomery.boot.journal.BootStep;
import io.bloomery.machine.MacAddress;
import io.bloomery.network.device.Devices;
import io.bloomery.node.Admission;
import io.bloomery.node.BootTokens;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Decides what a machine that asks gets. */
@Component
class BootRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(BootRoutes.class);

  private final List<BootRoute> routes;
  private final BootJournal journal;

  @Autowired
  BootRoutes(
      LeaseBook leases,
      BootTokens tokens,
      Admission admission,
      BootJournal journal,
      Devices devices,
      BootDirectory files) {
    this(
        leases,
        tokens,
        admission,
        journal,
        mac -> devices.byMac(mac).isPresent(),
        // x86-64's belongs to every controller: where it is missing that is an error, not a choice.
        architecture -> architecture == Architecture.X86_64 || files.has(architecture));
  }

  BootRoutes(
      LeaseBook leases,
      BootTokens tokens,
      Admission admission,
      BootJournal journal,
      Predicate<MacAddress> devices,
      Predicate<Architecture> built) {
    this.journal = journal;
    // Order matters: the first match wins.
    routes =
        List.of(
            new AskAgainRoute(),
            new DeviceRoute(devices),
            new LocalDiskRoute(),
            new ForeignArchitectureRoute(built),
            new ForeignAddressRoute(leases),
            new RamSystemRoute(tokens, admission));
  }

  BootAnswer answer(BootRequest request) {
    for (BootRoute route : routes) {
      BootAnswer answer = route.answer(request).orElse(null);
      if (answer != null) {
        log(request, answer);
        return answer;
      }
    }
    throw new IllegalStateException(
        "no route for " + request + " (expected: the last one takes all)");
  }

  private static BootStep step(BootAnswer answer) {
    if (answer instanceof BootAnswer.Refused) {
      return BootStep.NO_SCRIPT;
    }
    if (answer instanceof BootAnswer.NoSystem) {
      return BootStep.NOT_SERVED;
    }
    return answer instanceof BootAnswer.Wait ? BootStep.WAITS : BootStep.HAS_SCRIPT;
  }

  private void log(BootRequest request, BootAnswer answer) {
    String machine = request.machine().map(known -> known.name()).orElse("unknown machine");
    boolean refused = answer instanceof BootAnswer.Refused;
    boolean waits = answer instanceof BootAnswer.Wait;
    if (request.mac() != null) {
      journal.note(request.mac(), step(answer), answer.words());
    }
    if (waits) {
      // Hundreds ask again every few seconds.
      LOG.debug("{} ({}) waits in line: {}", machine, request.mac(), answer.words());
    } else if (refused) {
      LOG.warn(
          "{} ({}) at {} is refused: {}", machine, request.mac(), request.asker(), answer.words());
    } else {
      LOG.info(
          "{} ({}) at {} asks what to boot: {}",
          machine,
          request.mac(),
          request.asker(),
          answer.words());
    }
  }
}
