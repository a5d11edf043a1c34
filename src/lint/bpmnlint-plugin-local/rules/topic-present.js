const { is } = require('bpmnlint-utils');

/** An external task without a topic waits for ever: nobody fetches it, and nothing reports it. */
module.exports = () => ({
  check(node, reporter) {
    if (is(node, 'bpmn:ServiceTask') && node.get('camunda:type') === 'external' && !node.get('camunda:topic')) {
      reporter.report(node.id, 'External task has no topic');
    }
  }
});
