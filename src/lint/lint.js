#!/usr/bin/env node
// Lints the models it is given and prints one line per finding: file, rule, id and text, parted by tabs.
// The command of bpmnlint itself prints a table, which neither a compiler-like output nor a test can use.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const BpmnModdle = require('bpmn-moddle');
const Linter = require('bpmnlint/lib/linter');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const config = JSON.parse(readFileSync(join(__dirname, '.bpmnlintrc'), 'utf8'));
const linter = new Linter({ config, resolver: new NodeResolver({ require }) });
const moddle = new BpmnModdle({ camunda: require('camunda-bpmn-moddle/resources/camunda.json') });

async function lint(file) {
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(file, 'utf8'));
  const findings = warnings.map(({ message }) => ['import', '-', message]);
  for (const [rule, reports] of Object.entries(await linter.lint(rootElement))) {
    findings.push(...reports.map(({ id, message }) => [rule, id, message]));
  }
  return findings.map((finding) => [file, ...finding].join('\t').replace(/\n/g, ' '));
}

Promise.all(process.argv.slice(2).map(lint)).then((results) => {
  const lines = results.flat();
  lines.forEach((line) => console.log(line));
  process.exitCode = lines.length ? 1 : 0;
});
