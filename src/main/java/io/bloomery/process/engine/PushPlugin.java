package io.bloomery.process.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes every external task of every model a pushed one, see {@link PushedTaskBehavior}. */
@Component
class PushPlugin extends AbstractProcessEnginePlugin {
  private final Topics topics;
  private final WorkerSettings settings;
  private final ObjectProvider<WorkerRuntime> runtime;

  PushPlugin(Topics topics, WorkerSettings settings, ObjectProvider<WorkerRuntime> runtime) {
    this.topics = topics;
    this.settings = settings;
    this.runtime = runtime;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    List<BpmnParseListener> all =
        listeners == null ? new ArrayList<>() : new ArrayList<>(listeners);
    all.add(new Listener());
    configuration.setCustomPostBPMNParseListeners(all);
  }

  private final class Listener extends AbstractBpmnParseListener {
    @Override
    public void parseServiceTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      push(element, activity);
    }

    @Override
    public void parseSendTask(Element element, ScopeImpl scope, ActivityImpl activity) {
      push(element, activity);
    }

    private void push(Element element, ActivityImpl activity) {
      if (!(activity.getActivityBehavior() instanceof ExternalTaskActivityBehavior)) {
        return;
      }
      String topic = element.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "topic");
      activity.setActivityBehavior(
          new PushedTaskBehavior(
              topic, topics, settings, open -> runtime.getObject().handOver(open)));
      ExecutionListener ended =
          execution -> {
            String visit = ((ExecutionEntity) execution).getActivityInstanceId();
            Context.getCommandContext()
                .getTransactionContext()
                .addTransactionListener(
                    TransactionState.COMMITTED, context -> runtime.getObject().ended(visit));
          };
      // Built in, because Cockpit skips the others when it cancels.
      activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, ended);
    }
  }
}
