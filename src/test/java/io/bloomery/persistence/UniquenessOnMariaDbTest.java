package io.bloomery.persistence;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** {@code ./bloomery test} starts the server and sets the variable; by hand it may be missing. */
@EnabledIfEnvironmentVariable(named = "BLOOMERY_TEST_MARIADB_URL", matches = ".+")
class UniquenessOnMariaDbTest extends UniquenessContract {
  @Override
  Database open() throws Exception {
    return Database.mariaDb();
  }
}
