package io.bloomery.dns;

import io.bloomery.persistence.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same updates, stored by MariaDB; {@code ./bloomery test} starts one. */
@EnabledIfEnvironmentVariable(named = "BLOOMERY_TEST_MARIADB_URL", matches = ".+")
class UpdateOnMariaDbTest extends UpdateTest {
  @Override
  Database database() throws SQLException {
    return Database.mariaDb();
  }
}
