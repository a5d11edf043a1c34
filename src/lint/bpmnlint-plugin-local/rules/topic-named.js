const { is } = require('bpmnlint-utils');

const TOPIC = /^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/;

/** Topic power.turn-on is served by class power.TurnOnWorker, so a reader finds one from the other. */
module.exports = () => ({
  check(node, reporter) {
    const topic = is(node, 'bpmn:ServiceTask') && node.get('camunda:topic');
    if (topic && !TOPIC.test(topic)) {
      reporter.report(node.id, `Topic "${topic}" is not <feature>.<verb-object>`);
    }
  }
});
