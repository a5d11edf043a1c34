const { is, isAny } = require('bpmnlint-utils');

const NODE = /^[A-Z][A-Za-z]*_[A-Z][A-Za-z0-9]+$/;
const PROCESS = /^[a-z]+(-[a-z]+)*$/;

/** Ids stand in logs, tests and URLs, so people must be able to read them: Task_TurnMachineOn, deploy-machine. */
module.exports = () => ({
  check(node, reporter) {
    if (is(node, 'bpmn:Process') && !PROCESS.test(node.id)) {
      reporter.report(node.id, `Process id "${node.id}" is not kebab-case`);
    }
    if (
      isAny(node, ['bpmn:FlowNode', 'bpmn:Message', 'bpmn:Error', 'bpmn:Signal', 'bpmn:Escalation']) &&
      !NODE.test(node.id)
    ) {
      reporter.report(node.id, `Id "${node.id}" is not <Kind>_<WhatItIs>`);
    }
  }
});
