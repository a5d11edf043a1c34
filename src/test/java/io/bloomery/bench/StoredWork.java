package io.bloomery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Where processes stand in the database file of a controller that is dead. */
final class StoredWork {
  private static final String OPEN =
      """
      SELECT task.proc_def_key_, task.act_id_, machine.status
      FROM act_ru_ext_task task
      JOIN act_ru_execution process ON process.id_ = task.proc_inst_id_
      JOIN machine ON machine.id = process.business_key_
      """;

  private StoredWork() {}

  /**
   * The activities at which processes wait. Reads a copy, because opening a database that was not
   * closed repairs it, and that is the next controller's part.
   */
  static Set<String> at(Path data, Path copies) throws IOException, SQLException {
    Path copy = Files.createDirectories(copies).resolve("bloomery.mv.db");
    Files.copy(
        data.resolve("database").resolve("bloomery.mv.db"),
        copy,
        StandardCopyOption.REPLACE_EXISTING);
    Set<String> keys = new TreeSet<>();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + copies.resolve("bloomery") + ";IFEXISTS=TRUE", "bloomery", "");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(OPEN)) {
      while (row.next()) {
        keys.add(Activities.key(row.getString(1), row.getString(2), row.getString(3)));
      }
    }
    return keys;
  }
}
