package io.bloomery.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.junit.jupiter.api.Test;

class VariableIndexTest {
  @Test
  void theVariablesOfATokenAreReadByTheTokenAmongMany() throws SQLException {
    ProcessEngineConfigurationImpl configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setJdbcUrl("jdbc:h2:mem:variable-index;DB_CLOSE_DELAY=-1");
    configuration.getProcessEnginePlugins().add(new VariableIndex());
    ProcessEngine engine = configuration.buildProcessEngine();
    try (Connection connection = configuration.getDataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set referential_integrity false");
      // What is planned for a small table stays planned when it has grown.
      for (int rows : new int[] {0, 500, 5000}) {
        statement.execute("delete from ACT_RU_VARIABLE");
        statement.execute(
            "insert into ACT_RU_VARIABLE (ID_, NAME_, TYPE_, EXECUTION_ID_, VAR_SCOPE_)"
                + " select x, 'name', 'string', 'token-' || (x / 10), x from system_range(1, "
                + rows
                + ")");
        assertThat(plan(statement)).contains(VariableIndex.NAME + ": EXECUTION_ID_ = 'token-7'");
      }
    } finally {
      engine.close();
    }
  }

  private static String plan(Statement statement) throws SQLException {
    String read =
        "explain select RES.* from ACT_RU_VARIABLE RES"
            + " left join ACT_RU_EXECUTION E on RES.EXECUTION_ID_ = E.ID_"
            + " where EXECUTION_ID_ = 'token-7' and TASK_ID_ is null";
    try (ResultSet plan = statement.executeQuery(read)) {
      plan.next();
      return plan.getString(1);
    }
  }
}
