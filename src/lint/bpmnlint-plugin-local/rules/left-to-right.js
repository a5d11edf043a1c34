const { is } = require('bpmnlint-utils');

const TOLERANCE = 10;

/** From every node that is not behind a boundary event some flow leads on to the right; only side ways may go back. */
module.exports = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Definitions')) {
      return;
    }
    const middle = new Map();
    for (const shape of (node.diagrams || []).flatMap((it) => it.plane.planeElement || [])) {
      if (is(shape, 'bpmndi:BPMNShape')) {
        middle.set(shape.bpmnElement, shape.bounds.x + shape.bounds.width / 2);
      }
    }
    const starts = [...middle.keys()].filter((it) => is(it, 'bpmn:StartEvent'));
    const seen = new Set(starts);
    for (const at of seen) {
      const next = (at.outgoing || []).map((flow) => flow.targetRef);
      next.forEach((it) => seen.add(it));
      if (next.length && next.every((it) => middle.get(it) < middle.get(at) - TOLERANCE)) {
        reporter.report(at.id, 'Every way on from here leads to the left');
      }
    }
  }
});
