package io.bloomery.process.engine;

import io.bloomery.machine.Machines;
import io.bloomery.tenancy.Allocations;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What must not outlive its process: the hold on a machine and an allocation end with the process
 * that made them, however it ends: by an end event, by an error, or because somebody cancelled it
 * in Cockpit. A step in the diagram would miss the last.
 */
@Component
class EndsPlugin extends AbstractProcessEnginePlugin {
  private final ObjectProvider<Machines> machines;
  private final ObjectProvider<Allocations> allocations;

  EndsPlugin(ObjectProvider<Machines> machines, ObjectProvider<Allocations> allocations) {
    this.machines = machines;
    this.allocations = allocations;
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
    public void parseProcess(Element element, ProcessDefinitionEntity process) {
      if (has(element, "${holdMachine}")) {
        atEnd(process, EndsPlugin.this::letGo);
      }
      if (has(element, "${recordRequest}")) {
        atEnd(process, EndsPlugin.this::endAllocation);
      }
    }

    private boolean has(Element process, String delegate) {
      return process.elements("serviceTask").stream()
          .map(task -> task.attributeNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "delegateExpression"))
          .anyMatch(delegate::equals);
    }

    private void atEnd(ProcessDefinitionEntity process, ExecutionListener listener) {
      // Built in, because Cockpit skips the others when it cancels.
      process.addBuiltInListener(ExecutionListener.EVENTNAME_END, listener);
    }
  }

  private void letGo(DelegateExecution execution) {
    if (execution.getProcessBusinessKey() != null) {
      machines
          .getObject()
          .letGo(execution.getProcessBusinessKey(), execution.getProcessInstanceId());
    }
  }

  private void endAllocation(DelegateExecution execution) {
    allocations.getObject().end(execution.getProcessInstanceId());
  }
}
