package io.bloomery.dns;

import io.bloomery.database.Durable;
import io.bloomery.secret.Vault;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.xbill.DNS.Name;

/** The keys, in memory for who checks and sealed in the database. */
@Component
class KeyBook implements DnsKeys {
  private static final Logger log = LoggerFactory.getLogger(KeyBook.class);
  private static final int MOST = 200;

  private final SecureRandom random = new SecureRandom();
  private final Map<Name, TsigKey> keys = new ConcurrentHashMap<>();
  private final KeyTable table;
  private final Vault vault;
  private final Durable durable;

  KeyBook(JdbcTemplate jdbc, Vault vault, Durable durable) {
    this.vault = vault;
    this.durable = durable;
    table = new KeyTable(jdbc);
    table.all().forEach(this::open);
  }

  private void open(KeyTable.Row row) {
    try {
      put(new TsigKey(row.key(), vault.open(row.sealed())));
    } catch (IllegalStateException lost) {
      log.error(
          "the TSIG key {} is of no use, delete it and make it anew: {}",
          row.key().name(),
          lost.getMessage());
    }
  }

  private void put(TsigKey key) {
    keys.put(TsigKey.name(key.key.name()), key);
  }

  /** The key of this name, or null. */
  TsigKey find(Name name) {
    return keys.get(name);
  }

  @Override
  public List<DnsKey> keys() {
    return table.all().stream().map(KeyTable.Row::key).sorted(byName()).toList();
  }

  private static Comparator<DnsKey> byName() {
    return Comparator.comparing(DnsKey::name);
  }

  @Override
  public synchronized Made add(DnsKey wanted, String secret) {
    String used = secret == null ? fresh(wanted.algorithm()) : secret.strip();
    TsigKey key = new TsigKey(wanted, used);
    String name = key.key.name();
    if (knows(name)) {
      throw new IllegalArgumentException("name: " + name + " (expected: one no key has)");
    }
    int count = keys().size();
    if (count >= MOST) {
      throw new IllegalArgumentException(
          "keys: " + count + " there already (expected: " + MOST + " at most)");
    }
    table.insert(key.key, vault.seal(used));
    durable.now();
    put(key);
    return new Made(key.key, used);
  }

  @Override
  public synchronized boolean remove(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    boolean known = knows(plain);
    if (known) {
      table.delete(plain);
      durable.now();
      keys.remove(TsigKey.name(plain));
    }
    return known;
  }

  private boolean knows(String name) {
    return keys().stream().anyMatch(it -> it.name().equals(name));
  }

  private String fresh(String algorithm) {
    byte[] bytes = new byte[TsigKey.secretLength(algorithm)];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
