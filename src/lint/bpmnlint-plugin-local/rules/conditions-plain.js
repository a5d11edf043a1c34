const { is } = require('bpmnlint-utils');

const PLAIN = /^\$\{ ?!?\w+( ?(==|!=) ?('[\w.-]+'|"[\w.-]+"|\w+))? ?\}$/;

/** A condition reads one variable; whatever needs more is a decision table or a worker, where it can be tested. */
module.exports = () => ({
  check(node, reporter) {
    const condition = is(node, 'bpmn:SequenceFlow') && node.conditionExpression;
    if (condition && !PLAIN.test((condition.body || '').trim())) {
      reporter.report(node.id, `Condition must read one variable: ${condition.body}`);
    }
  }
});
