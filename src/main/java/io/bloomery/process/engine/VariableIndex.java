package io.bloomery.process.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.stereotype.Component;

/**
 * An index that the engine's tables lack on H2. The engine reads a token's variables by {@code
 * EXECUTION_ID_ = ? and TASK_ID_ is null}. Each column has an index of its own, and while the table
 * is small H2 takes the one on {@code TASK_ID_}, which is null nearly everywhere. It keeps to that
 * plan when the table has grown, and reads every variable there is at every step of a process. One
 * index on just these two columns wins at any size. MySQL and MariaDB plan each time.
 */
@Component
class VariableIndex extends AbstractProcessEnginePlugin {
  static final String NAME = "BLOOMERY_VARIABLE_OF_TOKEN";

  @Override
  public void postProcessEngineBuild(ProcessEngine engine) {
    var configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    if (!"h2".equals(configuration.getDatabaseType())) {
      return;
    }
    try (Connection connection = configuration.getDataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create index if not exists " + NAME + " on ACT_RU_VARIABLE (EXECUTION_ID_, TASK_ID_)");
    } catch (SQLException e) {
      throw new IllegalStateException("the engine's variables could not be indexed: " + e, e);
    }
  }
}
