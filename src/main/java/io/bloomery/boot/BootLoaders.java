package io.bloomery.boot;

import io.bloomery.machine.MacAddress;
import io.bloomery.machine.Machine;
import io.bloomery.machine.Machines;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The boot loader of each machine that has not the usual one. */
@Component
public class BootLoaders {
  private final JdbcTemplate jdbc;
  private final Machines machines;
  private final BootLoader usual;
  private final Map<String, BootLoader> chosen = new ConcurrentHashMap<>();

  BootLoaders(JdbcTemplate jdbc, Machines machines, BootSettings settings) {
    this.jdbc = jdbc;
    this.machines = machines;
    usual = settings.loader();
    jdbc.query(
        "SELECT machine, loader FROM machine_boot_loader",
        row -> {
          chosen.put(row.getString(1), BootLoader.valueOf(row.getString(2)));
        });
  }

  /** What this machine's firmware loads. */
  public BootLoader of(Machine machine) {
    return chosen.getOrDefault(machine.id(), usual);
  }

  /** What the firmware behind this NIC loads; of a machine nobody knows too. */
  BootLoader of(MacAddress nic) {
    // Asked on the thread that serves DHCP: no query where nobody made a choice.
    return chosen.isEmpty() ? usual : machines.byMac(nic).map(this::of).orElse(usual);
  }

  /** From its next boot on. */
  public void choose(Machine machine, BootLoader loader) {
    int known =
        jdbc.update(
            "UPDATE machine_boot_loader SET loader = ? WHERE machine = ?",
            loader.name(),
            machine.id());
    if (known == 0) {
      try {
        jdbc.update(
            "INSERT INTO machine_boot_loader (machine, loader) VALUES (?, ?)",
            machine.id(),
            loader.name());
      } catch (DuplicateKeyException sameMoment) {
        choose(machine, loader);
        return;
      }
    }
    chosen.put(machine.id(), loader);
  }
}
