package io.bloomery.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;

/**
 * An empty database of its own for one test class.
 *
 * <p>MariaDB is the server named by {@code BLOOMERY_TEST_MARIADB_URL}, {@code _USER} and {@code
 * _PASSWORD}, which {@code ./bloomery test} starts; the user may create databases.
 */
public final class Database implements AutoCloseable {
  private static final String SERVER = System.getenv("BLOOMERY_TEST_MARIADB_URL");

  private final String url;
  private final String user;
  private final String password;
  private final String dropped;

  private Database(String url, String user, String password, String dropped) {
    this.url = url;
    this.user = user;
    this.password = password;
    this.dropped = dropped;
  }

  public static Database h2() {
    return new Database("jdbc:h2:mem:" + name() + ";DB_CLOSE_DELAY=-1", "sa", "", null);
  }

  public static Database mariaDb() throws SQLException {
    String name = name();
    Database database =
        new Database(
            SERVER.replaceFirst("/[^/]*$", "/" + name),
            System.getenv("BLOOMERY_TEST_MARIADB_USER"),
            System.getenv("BLOOMERY_TEST_MARIADB_PASSWORD"),
            name);
    database.onServer("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
    return database;
  }

  /** What to start Spring with: {@code --spring.datasource.url=…} and so on. */
  public String[] arguments() {
    return List.of(
            "--spring.datasource.url=" + url,
            "--spring.datasource.username=" + user,
            "--spring.datasource.password=" + password)
        .toArray(String[]::new);
  }

  @Override
  public void close() throws SQLException {
    if (dropped != null) {
      onServer("DROP DATABASE " + dropped);
    }
  }

  private void onServer(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String name() {
    return "bloomery_" + UUID.randomUUID().toString().replace("-", "");
  }
}
