package io.bloomery.network.option;

import io.bloomery.machine.MacAddress;
import jakarta.annotation.PreDestroy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The options that people added; answers to DHCP come from memory. */
@Component
public class CustomOptions {
  private static final Logger log = LoggerFactory.getLogger(CustomOptions.class);
  private static final int MOST = 50;

  /** NICs of machines change, and other controllers may change options. */
  private static final long LOOK_SECONDS = 5;

  /** By number. */
  private record Known(
      Map<Long, Map<Integer, CustomOption>> bySubnet,
      Map<MacAddress, Map<Integer, CustomOption>> byMac) {}

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("dhcp-options-"));
  private volatile Known known;

  public CustomOptions(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    transaction = new TransactionTemplate(transactions);
    read();
    timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** What a client gets besides: the options of its subnet, and before them its own. */
  public Collection<CustomOption> of(MacAddress mac, long subnet) {
    Known now = known;
    Map<Integer, CustomOption> own = now.byMac().getOrDefault(mac, Map.of());
    Map<Integer, CustomOption> all = now.bySubnet().getOrDefault(subnet, Map.of());
    if (own.isEmpty()) {
      return all.values();
    }
    Map<Integer, CustomOption> both = new TreeMap<>(all);
    both.putAll(own);
    return both.values();
  }

  /** By number. */
  public List<CustomOption> list(OptionHolder holder) {
    return jdbc.query(
        "SELECT code, format, content, forced FROM dhcp_option WHERE "
            + holder.column()
            + " = ? ORDER BY code",
        (row, index) -> option(row, 1),
        holder.key());
  }

  /** Adds it, or puts it in the place of the one with its number. */
  public void put(OptionHolder holder, CustomOption option) {
    transaction.executeWithoutResult(
        status -> {
          delete(holder, option.code());
          if (list(holder).size() >= MOST) {
            throw new IllegalArgumentException(
                "option: %s (expected: at most %d of one %s)"
                    .formatted(option.name(), MOST, holder.column()));
          }
          jdbc.update(
              "INSERT INTO dhcp_option (code, format, content, forced, "
                  + holder.column()
                  + ") VALUES (?, ?, ?, ?, ?)",
              option.code(),
              option.format().name(),
              option.value(),
              option.force(),
              holder.key());
        });
    read();
  }

  /** False: there was none. */
  public boolean remove(OptionHolder holder, int code) {
    boolean removed = delete(holder, code);
    read();
    return removed;
  }

  private boolean delete(OptionHolder holder, int code) {
    return jdbc.update(
            "DELETE FROM dhcp_option WHERE code = ? AND " + holder.column() + " = ?",
            code,
            holder.key())
        > 0;
  }

  private void look() {
    try {
      read();
    } catch (RuntimeException later) {
      log.debug("DHCP's options were not read: {}", later.toString());
    }
  }

  private synchronized void read() {
    Known found = new Known(new HashMap<>(), new HashMap<>());
    // A MAC address' own come last, so they stand before its machine's.
    jdbc.query(
        "SELECT o.code, o.format, o.content, o.forced, o.subnet, COALESCE(o.mac, n.mac, d.mac) FROM"
            + " dhcp_option o LEFT JOIN host_nic n ON n.holder = o.machine LEFT JOIN device d"
            + " ON d.id = o.device ORDER BY CASE WHEN o.mac IS NULL THEN 0 ELSE 1 END, o.code",
        row -> {
          CustomOption option = option(row, 1);
          String mac = row.getString(6);
          if (mac == null) {
            put(found.bySubnet(), row.getLong(5), option);
          } else {
            put(found.byMac(), new MacAddress(mac), option);
          }
        });
    known = found;
  }

  private static <K> void put(Map<K, Map<Integer, CustomOption>> all, K key, CustomOption option) {
    all.computeIfAbsent(key, it -> new TreeMap<>()).put(option.code(), option);
  }

  private static CustomOption option(ResultSet row, int first) throws SQLException {
    return new CustomOption(
        row.getInt(first),
        OptionFormat.valueOf(row.getString(first + 1)),
        row.getString(first + 2),
        row.getBoolean(first + 3));
  }

  @PreDestroy
  public void close() {
    timer.shutdownNow();
  }
}
