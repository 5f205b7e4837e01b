/** What a step of aws:runCommand sends, and the source of runs that it is. */
import { type Limit, limitOr } from '../../aws/rate-control.ts';
import type { Target } from '../../aws/targets.ts';
import type { RunSource } from '../../capability/run-source.ts';
import { documentName } from '../../cloudformation/document-spec.ts';
import type { Step, Value, ValueMap } from './content/runbook.ts';
import { isValueMap, textOf } from './content/values.ts';

/** What a step sends, with its references resolved. */
export interface Sent {
  readonly document: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly maxConcurrency: Limit;
  readonly maxErrors: Limit;
}

/** The step that sends it: its runbook, and what started the execution. */
export interface StepAddress {
  readonly source: string;
  readonly runbook: string;
  /** Whether the source starts this runbook itself, not one nested in it. */
  readonly isOwn: boolean;
  readonly account?: string | undefined;
}

/** API_SendCommand.html: 50 at once, and not one error. */
const defaults = { maxConcurrency: '50', maxErrors: '0' };

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runcommand.html */
export function sentBy(inputs: ValueMap): Sent {
  const {
    DocumentName: name = '',
    Parameters: parameters = {},
    MaxConcurrency: concurrency,
    MaxErrors: errors,
  } = inputs;
  return {
    document: documentName(textOf(name)),
    parameters: textListsIn(parameters),
    instanceIds: listOf(inputs['InstanceIds']).map(textOf),
    targets: listOf(inputs['Targets']).flatMap(targetIn),
    maxConcurrency: limitIn(concurrency, defaults.maxConcurrency),
    maxErrors: limitIn(errors, defaults.maxErrors),
  };
}

/** Targets that only a run knows select no node beforehand. */
export function withoutOpen(inputs: ValueMap): ValueMap {
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([name, value]) => name === 'Parameters' || !JSON.stringify(value).includes('{{'),
    ),
  );
}

/** Parameters as calls take them: lists of texts. */
export function textListsIn(parameters: Value): Record<string, string[]> {
  if (!isValueMap(parameters)) return {};
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, listOf(value).map(textOf)]),
  );
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

export function targetIn(written: Value): Target[] {
  if (!isValueMap(written)) return [];
  const key = textOf(written['Key'] ?? written['key'] ?? '');
  const values = listOf(written['Values'] ?? written['values']).map(textOf);
  if (key.toLowerCase() === 'instanceids') return [{ key: 'InstanceIds', values }];
  return key === 'tag-key' ? [{ key, values }] : [{ key: 'tag', tagKey: key.replace(/^tag:/, ''), values }];
}

/** AWS refuses what is no limit; where it is known only at run time, the default is taken. */
export function limitIn(value: Value | undefined, otherwise: string): Limit {
  const text = value === undefined || value === null ? '' : textOf(value);
  return limitOr(text, otherwise);
}

const known = new WeakMap<Step, Map<string, RunSource>>();

/** The same one for the same step that sends the same, also in a copy of the scenario. */
export function sourceOfStep(step: Step, address: StepAddress, sent: Sent): RunSource {
  const { source, runbook, isOwn, account } = address;
  const key = JSON.stringify([source, runbook, account ?? '', sent]);
  const ofStep = known.get(step) ?? new Map<string, RunSource>();
  known.set(step, ofStep);
  let made = ofStep.get(key);
  if (made === undefined) {
    made = {
      ...(account === undefined ? {} : { account }),
      kind: 'automation',
      words: { name: `step ${step.name} of ${runbook}, started by ${source}`, ofIncomplete: null },
      id: isOwn ? `${source}.step.${step.name}` : `${source}.step.${runbook}.${step.name}`,
      parent: source,
      document: sent.document,
      parameters: sent.parameters,
      targetGroups: [{ targets: sent.targets, instanceIds: sent.instanceIds }],
      limits: { maxConcurrency: sent.maxConcurrency, maxErrors: sent.maxErrors },
      role: null,
      hasCutoff: false,
      alarm: null,
      timezone: 'UTC',
      pathOf: () => ['model', 'documents', runbook, 'steps', step.name],
    };
    ofStep.set(key, made);
  }
  return made;
}
