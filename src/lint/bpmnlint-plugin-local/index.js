// Each rule has a probe in ../probes that breaks it, named as the rule; BpmnLintTest keeps both lists equal.
const RULES = [
  'conditions-plain',
  'delegates-only',
  'errors-caught',
  'flows-clear-of-shapes',
  'ids-speak',
  'left-to-right',
  'topic-named',
  'topic-present',
  'waits-timed'
];

module.exports = {
  configs: {
    recommended: { rules: Object.fromEntries(RULES.map((rule) => [`local/${rule}`, 'error'])) }
  }
};
