package io.bloomery.process.engine;

import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.stereotype.Component;

/**
 * Incidents as the engine makes them, but whoever ends a task or a timer does not ask the database
 * for its incidents where the token's own row says that it has none: that is the case for nearly
 * every one of them.
 */
@Component
class SparingIncidents extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setCustomIncidentHandlers(
        List.of(
            new Handler(Incident.FAILED_JOB_HANDLER_TYPE),
            new Handler(Incident.EXTERNAL_TASK_HANDLER_TYPE)));
  }

  private static final class Handler extends DefaultIncidentHandler {
    Handler(String type) {
      super(type);
    }

    @Override
    protected void removeIncident(IncidentContext context, boolean resolved) {
      if (context.getExecutionId() == null || mayHaveAny(context.getExecutionId())) {
        super.removeIncident(context, resolved);
      }
    }

    private boolean mayHaveAny(String token) {
      ExecutionEntity execution =
          Context.getCommandContext().getExecutionManager().findExecutionById(token);
      return execution == null || !execution.getIncidents().isEmpty();
    }
  }
}
