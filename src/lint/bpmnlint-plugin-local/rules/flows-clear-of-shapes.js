const { is } = require('bpmnlint-utils');
const { scopes } = require('../scopes');

const MARGIN = 4;

/** Whether the straight line between two points touches a rectangle (Liang and Barsky's clipping). */
function touches(from, to, box) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  let enter = 0;
  let leave = 1;
  for (const [step, gap] of [
    [-dx, from.x - box.left], [dx, box.right - from.x], [-dy, from.y - box.top], [dy, box.bottom - from.y]
  ]) {
    if (step === 0 && gap < 0) {
      return false;
    }
    if (step < 0) {
      enter = Math.max(enter, gap / step);
    } else if (step > 0) {
      leave = Math.min(leave, gap / step);
    }
  }
  return enter < leave;
}

function inside({ x, y, width, height }) {
  return { left: x + MARGIN, right: x + width - MARGIN, top: y + MARGIN, bottom: y + height - MARGIN };
}

/** A flow is drawn around shapes, not through them. */
module.exports = () => ({
  check(node, reporter) {
    if (!is(node, 'bpmn:Definitions')) {
      return;
    }
    for (const plane of (node.diagrams || []).map((it) => it.plane)) {
      const drawn = plane.planeElement || [];
      const shapes = drawn.filter((it) => is(it, 'bpmndi:BPMNShape') && is(it.bpmnElement, 'bpmn:FlowNode'));
      for (const edge of drawn.filter((it) => is(it.bpmnElement, 'bpmn:SequenceFlow'))) {
        const { sourceRef, targetRef } = edge.bpmnElement;
        const own = [sourceRef, targetRef, ...scopes(edge.bpmnElement)];
        for (const shape of shapes.filter((it) => !own.includes(it.bpmnElement))) {
          const box = inside(shape.bounds);
          if (edge.waypoint.slice(1).some((to, index) => touches(edge.waypoint[index], to, box))) {
            reporter.report(edge.bpmnElement.id, `Flow is drawn through ${shape.bpmnElement.id}`);
          }
        }
      }
    }
  }
});
