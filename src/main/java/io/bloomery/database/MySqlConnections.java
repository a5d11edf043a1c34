package io.bloomery.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * What the driver has to be told for the engine to work well on MySQL and MariaDB, so that the
 * address is the one setting. What the address says itself stands.
 */
@Component
class MySqlConnections implements BeanPostProcessor {
  private static final Map<String, String> PROPERTIES =
      Map.ofEntries(
          // Without it the engine takes the tables of another database on the server for its own.
          Map.entry("nullCatalogMeansCurrent", "true"),
          // The engine's statements are many, long and always the same.
          Map.entry("useServerPrepStmts", "true"),
          Map.entry("cachePrepStmts", "true"),
          Map.entry("prepStmtCacheSize", "500"),
          Map.entry("prepStmtCacheSqlLimit", "8192"),
          // Plain SQL: nothing to translate.
          Map.entry("processEscapeCodesForPrepStmts", "false"),
          // Ask the server nothing that the driver knows.
          Map.entry("useLocalSessionState", "true"),
          Map.entry("cacheServerConfiguration", "true"),
          Map.entry("maintainTimeStats", "false"));

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource source
        && String.valueOf(source.getJdbcUrl()).startsWith("jdbc:mysql:")) {
      PROPERTIES.forEach(
          (property, value) -> {
            if (!source.getJdbcUrl().contains(property + "=")) {
              source.addDataSourceProperty(property, value);
            }
          });
    }
    return bean;
  }
}
