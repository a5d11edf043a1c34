package io.bloomery.power.libvirt;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.PowerState;
import io.bloomery.power.FinalFailure;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.LibvirtException;

/**
 * Looks domains up, reads and switches them. Answers are Boolean only because a call must answer
 * something.
 */
final class Domains {
  private static final Pattern UUID_SHAPE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern MAC =
      Pattern.compile("<mac\\s+address=['\"]([0-9a-fA-F:]{17})['\"]"); // stands in <interface> only

  private interface Use<T> {
    T of(Domain domain) throws LibvirtException;
  }

  private Domains() {}

  static PowerState state(Connect connect, String nameOrUuid) throws LibvirtException {
    return use(
        connect,
        nameOrUuid,
        domain ->
            switch (domain.getInfo().state) {
              case VIR_DOMAIN_RUNNING,
                  VIR_DOMAIN_BLOCKED,
                  VIR_DOMAIN_PAUSED,
                  VIR_DOMAIN_SHUTDOWN, // still on its way down
                  VIR_DOMAIN_PMSUSPENDED ->
                  PowerState.ON;
              case VIR_DOMAIN_SHUTOFF, VIR_DOMAIN_CRASHED -> PowerState.OFF;
              case VIR_DOMAIN_NOSTATE -> PowerState.UNKNOWN;
            });
  }

  static Boolean create(Connect connect, String nameOrUuid) throws LibvirtException {
    return use(
        connect,
        nameOrUuid,
        domain -> {
          if (domain.getInfo().state == DomainState.VIR_DOMAIN_CRASHED) {
            domain.destroy(); // kept by on_crash=preserve, and in the way
          }
          if (domain.hasManagedSaveImage() == 1) {
            domain.managedSaveRemove(); // or it would go on where it was saved, not boot
          }
          try {
            return domain.create() == 0;
          } catch (LibvirtException failed) {
            return unlessActiveIs(1, domain, failed);
          }
        });
  }

  static Boolean destroy(Connect connect, String nameOrUuid) throws LibvirtException {
    return use(
        connect,
        nameOrUuid,
        domain -> {
          if (domain.isPersistent() == 0) {
            throw new FinalFailure(
                "domain "
                    + nameOrUuid
                    + " is transient: libvirt would forget it when it is off; define it first");
          }
          try {
            domain.destroy();
            return true;
          } catch (LibvirtException failed) {
            return unlessActiveIs(0, domain, failed);
          }
        });
  }

  /** Name of the domain that has one of these NICs. */
  static Optional<String> find(Connect connect, Collection<MacAddress> macs)
      throws LibvirtException {
    Domain[] all = connect.listAllDomains(0);
    try {
      for (Domain domain : all) {
        if (has(domain, macs)) {
          return Optional.of(domain.getName());
        }
      }
      return Optional.empty();
    } finally {
      for (Domain domain : all) {
        domain.free();
      }
    }
  }

  private static boolean has(Domain domain, Collection<MacAddress> macs) throws LibvirtException {
    try {
      Matcher found = MAC.matcher(domain.getXMLDesc(0));
      while (found.find()) {
        if (macs.contains(new MacAddress(found.group(1).toLowerCase(Locale.ROOT)))) {
          return true;
        }
      }
      return false;
    } catch (LibvirtException failed) {
      if (LibvirtErrors.isGone(failed)) {
        return false; // undefined since it was listed
      }
      throw failed;
    }
  }

  /** Somebody else was first: which error tells so differs between hypervisors, so ask what is. */
  private static boolean unlessActiveIs(int wanted, Domain domain, LibvirtException failed)
      throws LibvirtException {
    if (domain.isActive() == wanted) {
      return false;
    }
    throw failed;
  }

  private static <T> T use(Connect connect, String nameOrUuid, Use<T> use) throws LibvirtException {
    Domain domain = lookUp(connect, nameOrUuid);
    try {
      return use.of(domain);
    } finally {
      domain.free();
    }
  }

  private static Domain lookUp(Connect connect, String nameOrUuid) throws LibvirtException {
    try {
      return UUID_SHAPE.matcher(nameOrUuid).matches()
          ? connect.domainLookupByUUIDString(nameOrUuid)
          : connect.domainLookupByName(nameOrUuid);
    } catch (LibvirtException failed) {
      if (LibvirtErrors.isGone(failed)) {
        throw new FinalFailure("the libvirt host has no domain " + nameOrUuid, failed);
      }
      throw failed;
    }
  }
}
