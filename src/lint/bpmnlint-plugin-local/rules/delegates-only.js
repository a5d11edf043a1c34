const { is } = require('bpmnlint-utils');

const LISTENERS = ['camunda:ExecutionListener', 'camunda:TaskListener'];

/** No program text in a model: no scripts, no method calls in expressions, also not in listeners and mappings. */
module.exports = () => ({
  check(node, reporter) {
    if (is(node, 'bpmn:ScriptTask')) {
      reporter.report(node.id, 'Script task: put the logic in a worker or a delegate');
    }
    if (is(node, 'bpmn:Activity') && node.get('camunda:expression')) {
      reporter.report(node.id, 'Calls code from an expression: put the logic in a worker or a delegate');
    }
    for (const extension of (is(node, 'bpmn:FlowElement') && node.extensionElements?.values) || []) {
      if (LISTENERS.includes(extension.$type) && (extension.script || extension.expression)) {
        reporter.report(node.id, 'Listener holds code: name a delegate instead');
      }
      const mapped = [...(extension.inputParameters || []), ...(extension.outputParameters || [])];
      if (mapped.some((parameter) => parameter.definition?.$type === 'camunda:Script')) {
        reporter.report(node.id, 'Mapping holds a script: put the logic in a worker or a delegate');
      }
    }
  }
});
