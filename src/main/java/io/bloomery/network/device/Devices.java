package io.bloomery.network.device;

import io.bloomery.machine.HostNames;
import io.bloomery.machine.HostNics;
import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machines;
import io.bloomery.network.FixedAddress;
import io.bloomery.network.FixedAddresses;
import io.bloomery.network.Ipv4;
import java.time.Clock;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The devices; each change, with its fixed address, is one transaction. */
@Component
public class Devices {
  private static final String SELECT = "SELECT id, name, mac, address FROM device ";

  private final JdbcTemplate jdbc;
  private final Machines machines;
  private final HostNames names;
  private final HostNics nics;
  private final FixedAddresses addresses;
  private final ApplicationEventPublisher published;
  private final Clock clock = Clock.systemUTC();

  Devices(
      JdbcTemplate jdbc,
      Machines machines,
      HostNames names,
      HostNics nics,
      FixedAddresses addresses,
      ApplicationEventPublisher published) {
    this.jdbc = jdbc;
    this.machines = machines;
    this.names = names;
    this.nics = nics;
    this.addresses = addresses;
    this.published = published;
  }

  /** One page, by id. */
  public List<Device> list(long afterId, int limit) {
    return query("WHERE id > ? ORDER BY id LIMIT ?", afterId, limit);
  }

  public Optional<Device> find(long id) {
    return query("WHERE id = ?", id).stream().findFirst();
  }

  public Optional<Device> byMac(MacAddress mac) {
    return query("WHERE mac = ?", mac.value()).stream().findFirst();
  }

  public Optional<Device> byAddress(Ipv4 address) {
    return query("WHERE address = ?", address.toString()).stream().findFirst();
  }

  /**
   * Records it and takes its address.
   *
   * @throws IllegalArgumentException if its name, MAC or address is a machine's or another device's
   */
  @Transactional
  public Device add(Device wanted) {
    check(wanted);
    Device added;
    try {
      jdbc.update(
          "INSERT INTO device (name, mac, address, created_at) VALUES (?, ?, ?, ?)",
          wanted.name(),
          wanted.mac().value(),
          text(wanted.address()),
          clock.millis());
      added = byMac(wanted.mac()).orElseThrow();
      nics.give(holder(added.id()), added.mac());
    } catch (DuplicateKeyException taken) {
      throw taken(wanted, taken);
    }
    names.give(holder(added.id()), added.name());
    if (added.address() != null) {
      addresses.assign(fixed(added));
    }
    published.publishEvent(new DeviceChanged(added.id()));
    return added;
  }

  /**
   * Puts all of it anew.
   *
   * @throws NoSuchElementException if there is none with this id
   * @throws IllegalArgumentException as {@link #add}
   */
  @Transactional
  public Device change(Device wanted) {
    Device before = get(wanted.id());
    check(wanted);
    try {
      jdbc.update(
          "UPDATE device SET name = ?, mac = ?, address = ? WHERE id = ?",
          wanted.name(),
          wanted.mac().value(),
          text(wanted.address()),
          wanted.id());
      if (!wanted.mac().equals(before.mac())) {
        nics.free(holder(wanted.id()), before.mac());
        nics.give(holder(wanted.id()), wanted.mac());
      }
    } catch (DuplicateKeyException taken) {
      throw taken(wanted, taken);
    }
    names.give(holder(wanted.id()), wanted.name());
    boolean stays =
        before.mac().equals(wanted.mac()) && Objects.equals(before.address(), wanted.address());
    if (!stays && before.address() != null) {
      addresses.free(before.address());
    }
    if (!stays && wanted.address() != null) {
      addresses.assign(fixed(wanted));
    }
    published.publishEvent(new DeviceChanged(wanted.id()));
    return wanted;
  }

  /**
   * Forgets it and frees its address.
   *
   * @throws NoSuchElementException if there is none with this id
   */
  @Transactional
  public void remove(long id) {
    Device device = get(id);
    jdbc.update("DELETE FROM device WHERE id = ?", id);
    names.free(holder(id));
    nics.free(holder(id));
    if (device.address() != null) {
      addresses.free(device.address());
    }
    published.publishEvent(new DeviceChanged(id));
  }

  /**
   * As {@link #find}.
   *
   * @throws NoSuchElementException if there is none
   */
  public Device get(long id) {
    return find(id)
        .orElseThrow(
            () -> new NoSuchElementException("device: " + id + " (expected: one that exists)"));
  }

  private void check(Device wanted) {
    HostNames.checked(wanted.name());
    machines
        .byMac(wanted.mac())
        .ifPresent(
            machine -> {
              throw new IllegalArgumentException(
                  "mac: %s (expected: one of no machine; machine %s has it)"
                      .formatted(wanted.mac(), machine.name()));
            });
  }

  /** A machine's id has no hyphen. */
  private static String holder(long device) {
    return "device-" + device;
  }

  private static IllegalArgumentException taken(Device wanted, DuplicateKeyException why) {
    return new IllegalArgumentException(
        "device: name %s, mac %s, address %s (expected: each of no other device, and the MAC of no machine)"
            .formatted(wanted.name(), wanted.mac(), wanted.address()),
        why);
  }

  private static FixedAddress fixed(Device device) {
    return new FixedAddress(device.address(), device.mac(), null, "device " + device.name());
  }

  private static String text(Ipv4 address) {
    return address == null ? null : address.toString();
  }

  private List<Device> query(String where, Object... values) {
    return jdbc.query(
        SELECT + where,
        (row, index) -> {
          String address = row.getString(4);
          return new Device(
              row.getLong(1),
              row.getString(2),
              new MacAddress(row.getString(3)),
              address == null ? null : Ipv4.of(address));
        },
        values);
  }
}
