package io.bloomery.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.bloomery.persistence.Database;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines go through their whole life with the engine's tables on MariaDB, where the driver's
 * settings decide whether they can.
 */
@EnabledIfEnvironmentVariable(
    named = "BLOOMERY_TEST_MARIADB_URL",
    matches = ".+",
    disabledReason = "./bloomery test starts a MariaDB server")
class LifeOnMariaDbTest {
  @TempDir Path directory;

  @Test
  void fromUnknownToDeployedAndBack() throws Exception {
    Ports ports = Ports.free();
    Path data = directory.resolve("data");
    try (Database database = Database.mariaDb();
        Controller controller =
            Controller.start(
                data, ports, Controller.JVM, Controller.LOOPBACK, List.of(database.arguments()))) {
      String image = SampleImage.store(controller.rest(), data);
      new LifecycleRun(controller.rest(), 4, "life", image)
          .run(ports, 1, directory.resolve("simulator.log"));
      assertEquals(
          0,
          controller.rest().get("/engine-rest/incident/count").get("count").asInt(),
          "incidents");
    }
  }
}
