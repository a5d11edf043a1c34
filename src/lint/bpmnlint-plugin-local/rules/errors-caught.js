const { is } = require('bpmnlint-utils');
const { scopes, catching } = require('../scopes');

const CODE = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/**
 * An error thrown inside a subprocess must be caught around it. At the top of a process it goes to the caller; that
 * half needs all models and the workers, see ModelsTest.
 */
module.exports = () => ({
  check(node, reporter) {
    if (is(node, 'bpmn:Error') && !CODE.test(node.errorCode || '')) {
      reporter.report(node.id, `Error code "${node.errorCode}" is not <feature>.<what-happened>`);
    }
    if (!is(node, 'bpmn:EndEvent')) {
      return;
    }
    for (const thrown of (node.eventDefinitions || []).filter((it) => is(it, 'bpmn:ErrorEventDefinition'))) {
      const code = thrown.errorRef?.errorCode;
      const caught = catching(node).some((it) =>
        is(it, 'bpmn:ErrorEventDefinition') && (!it.errorRef || it.errorRef.errorCode === code));
      if (scopes(node).length > 1 && !caught) {
        reporter.report(node.id, `Nobody around catches error "${code}"`);
      }
    }
  }
});
