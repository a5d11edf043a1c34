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
      Map.of(
          // Without it the engine takes the tables of another database on the server for its own.
          "nullCatalogMeansCurrent", "true",
          // The engine's statements are many, long and always the same.
          "useServerPrepStmts", "true",
          "cachePrepStmts", "true",
          "prepStmtCacheSize", "500",
          "prepStmtCacheSqlLimit", "8192",
          // What one transaction inserts goes in one message.
          "rewriteBatchedStatements", "true",
          // Ask the server nothing that the driver knows.
          "useLocalSessionState", "true",
          "cacheServerConfiguration", "true",
          "maintainTimeStats", "false");

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
