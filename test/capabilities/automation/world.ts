/** A file with one runbook, and what comes of executions of it. */

import { automation } from '../../../src/capabilities/automation/index.ts';
import type { AutomationResult } from '../../../src/capabilities/automation/results.ts';
import { resultOf } from '../../../src/capabilities/automation/results.ts';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';

export interface Given {
  /** Lines of `mainSteps`, without indentation. */
  readonly steps: string;
  /** Further keys of the runbook. */
  readonly head?: string;
  /** Further resources. */
  readonly resources?: string;
  /** Lines under StartAutomationExecution besides the name of the runbook. */
  readonly start?: string;
  /** Further actions. */
  readonly actions?: string;
  readonly model?: string;
  readonly count?: number;
  readonly end?: string;
  /** Further top-level keys. */
  readonly more?: string;
}

const indented = (text: string, by: number): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}`)
    .join('\n');

export function fileOf({
  steps,
  head,
  resources,
  start,
  actions,
  model,
  count = 2,
  end = '2d',
  more,
}: Given): string {
  return `version: 1
name: Runbooks
seed: 1
start: 2026-01-05T00:00:00Z
end: ${end}
fleet:
  web: { count: ${count}, os: AMAZON_LINUX_2023, tags: { Role: web } }
${more ?? ''}
${model === undefined ? '' : `model:\n${indented(model, 2)}`}
resources:
  Fix:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Name: Fix
      Content:
        schemaVersion: "0.3"
${head === undefined ? '' : indented(head, 8)}
        mainSteps:
${indented(steps, 10)}
${resources === undefined ? '' : indented(resources, 2)}
actions:
  - id: go
    at: 2026-01-05T01:00:00Z
    StartAutomationExecution:
      DocumentName: !Ref Fix
${start === undefined ? '' : indented(start, 6)}
${actions === undefined ? '' : indented(actions, 2)}
`;
}

export function play(given: Given) {
  const { scenario, warnings } = loadYaml(fileOf(given));
  const outcome = new Simulator(scenario).run();
  const { automation: machine } = outcome.machines.of(automation);
  const all: AutomationResult[] = machine.executions.map(resultOf);
  return { all, one: all[0]!, warnings, refused: outcome.simulation.refused.map(({ error }) => error) };
}

/** `name status` of each step, in the order in which they began. */
export function told({ steps }: AutomationResult): string[] {
  return steps.map(({ name, status }) => `${name} ${status}`);
}

export const minutesOf = ({ start, end }: { start: string; end: string | null }): number | null =>
  end === null ? null : (Date.parse(end) - Date.parse(start)) / 60_000;
