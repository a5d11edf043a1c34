const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { is, isAny } = require('bpmnlint-utils');
const { catching } = require('../scopes');

const MODELS = join(__dirname, '..', '..', '..', '..', 'bpmn');
const isTimer = (definition) => is(definition, 'bpmn:TimerEventDefinition');

function waits(node) {
  return isAny(node, ['bpmn:UserTask', 'bpmn:ReceiveTask', 'bpmn:EventBasedGateway']) ||
    (is(node, 'bpmn:ServiceTask') && node.get('camunda:type') === 'external') ||
    (is(node, 'bpmn:IntermediateCatchEvent') && !(node.eventDefinitions || []).some(isTimer)) ||
    // A called process is a model here, so its own waits are looked at there.
    (is(node, 'bpmn:CallActivity') && !existsSync(join(MODELS, `${node.calledElement}.bpmn`)));
}

function timed(node) {
  const branches = is(node, 'bpmn:EventBasedGateway') ? node.outgoing.map((flow) => flow.targetRef) : [];
  const behindGateway = (node.incoming || []).some((flow) => is(flow.sourceRef, 'bpmn:EventBasedGateway'));
  return behindGateway || catching(node).some(isTimer) ||
    branches.some((branch) => (branch.eventDefinitions || []).some(isTimer));
}

/** No token waits for ever: each wait has a timer on itself, around it, or beside it at an event-based gateway. */
module.exports = () => ({
  check(node, reporter) {
    if (is(node, 'bpmn:FlowNode') && waits(node) && !timed(node)) {
      reporter.report(node.id, 'Waits without a timer on it or around it');
    }
  }
});
