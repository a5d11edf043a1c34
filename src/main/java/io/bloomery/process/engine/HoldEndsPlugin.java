package io.bloomery.process.engine;

import io.bloomery.machine.Machines;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Lets go of the machine when a process that holds it ends, however it ends: by an end event, by an
 * error, or because somebody cancelled it in Cockpit. A step in the diagram would miss the last.
 */
@Component
class HoldEndsPlugin extends AbstractProcessEnginePlugin {
  private static final String HOLDS = "${holdMachine}";

  private final ObjectProvider<Machines> machines;

  HoldEndsPlugin(ObjectProvider<Machines> machines) {
    this.machines = machines;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    List<BpmnParseListener> all =
        listeners == null ? new ArrayList<>() : new ArrayList<>(listeners);
    all.add(
        new AbstractBpmnParseListener() {
          @Override
          public void parseProcess(Element element, ProcessDefinitionEntity process) {
            boolean holds =
                element.elements("serviceTask").stream()
                    .anyMatch(
                        task ->
                            HOLDS.equals(
                                task.attributeNS(
                                    org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse
                                        .CAMUNDA_BPMN_EXTENSIONS_NS,
                                    "delegateExpression")));
            if (holds) {
              ExecutionListener letGo = HoldEndsPlugin.this::letGo;
              process.addListener(ExecutionListener.EVENTNAME_END, letGo);
            }
          }
        });
    configuration.setCustomPostBPMNParseListeners(all);
  }

  private void letGo(DelegateExecution execution) {
    if (execution.getProcessBusinessKey() != null) {
      machines
          .getObject()
          .letGo(execution.getProcessBusinessKey(), execution.getProcessInstanceId());
    }
  }
}
