/** The actions of runbooks and the calls that the fleet answers, for the README of Automation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from '../../src/capabilities/automation/actions/index.ts';
import { serviceCalls } from '../../src/capabilities/automation/services/index.ts';
import { table } from './fields.ts';

const folder = 'test/capabilities/automation/actions';

/** Names of tests that begin with the name of an action: the first of each holds it to AWS's page. */
export function testsOfActions(): ReadonlyMap<string, string> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/test\(\s*'(aws:\w+): ([^']+)'/g),
    ]);
  return new Map(names.map(([, action, name]) => [action!, name!]).reverse() as [string, string][]);
}

export const runbookBlocks: Readonly<Record<string, () => string>> = {
  'actions of runbooks'() {
    const tests = testsOfActions();
    return table(
      ['action', 'is', 'how long', 'how it fails', 'test'],
      actions.map(({ action, page, is, timing, failing }) => [
        `[\`${action}\`](${page})`,
        is,
        timing,
        failing,
        tests.get(action) ?? '',
      ]),
    );
  },
  'calls of runbooks': () =>
    table(
      ['service', 'calls'],
      [...new Set(serviceCalls.map(({ service }) => service))].map((service) => [
        `\`${service}\``,
        serviceCalls
          .filter((one) => one.service === service)
          .map(({ api }) => api)
          .sort()
          .join(', '),
      ]),
    ),
};
