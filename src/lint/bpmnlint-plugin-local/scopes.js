const { is } = require('bpmnlint-utils');

/** The subprocesses around a node and the process, from the inside out. */
function scopes(node) {
  const found = [];
  for (let scope = node.$parent; scope; scope = scope.$parent) {
    if (is(scope, 'bpmn:SubProcess') || is(scope, 'bpmn:Process')) {
      found.push(scope);
    }
  }
  return found;
}

/** The event definitions that can take over from a node: on its border, on a scope's border, or in a scope. */
function catching(node) {
  const around = scopes(node);
  const borders = [node, ...around].flatMap((host) =>
    (host.$parent?.flowElements || []).filter((it) => is(it, 'bpmn:BoundaryEvent') && it.attachedToRef === host));
  const handlers = around.flatMap((scope) => (scope.flowElements || [])
    .filter((it) => is(it, 'bpmn:SubProcess') && it.triggeredByEvent && !around.includes(it))
    .flatMap((it) => it.flowElements.filter((inner) => is(inner, 'bpmn:StartEvent'))));
  return [...borders, ...handlers].flatMap((event) => event.eventDefinitions || []);
}

module.exports = { scopes, catching };
