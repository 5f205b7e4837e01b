/** Targets of rules that run a document on nodes, and those that start a runbook. */
import { parseLimit } from '../../../aws/rate-control.ts';
import type { Target } from '../../../aws/targets.ts';
import type { ExecutionSource } from '../../../capability/execution-source.ts';
import type { RunSource } from '../../../capability/run-source.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { parsedJson } from '../../../fields/json-values.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { rulesOf } from '../resources/index.ts';
import type { Rule, RuleTarget } from '../state.ts';
import { documentIn, kindOf } from './kinds.ts';

const known = new WeakMap<RuleTarget, RunSource>();

/** A rule's command is sent as SendCommand sends it that names no limits: 50 at once, and not one error. */
const limits = { maxConcurrency: parseLimit('50'), maxErrors: parseLimit('0') };

/** The same one for the same target, also in a copy of the scenario. */
export function sourceOfTarget(rule: Rule, target: RuleTarget): RunSource {
  let source = known.get(target);
  if (source === undefined) {
    source = newSource(rule, target);
    known.set(target, source);
  }
  return source;
}

function newSource(rule: Rule, target: RuleTarget): RunSource {
  const isOnly = rule.targets.filter(({ arn }) => kindOf(arn) === 'command').length === 1;
  const { kind, logicalId, account } = rule;
  return {
    ...(account === undefined ? {} : { account }),
    kind,
    words: { name: `target ${target.id} of the ${kind} ${logicalId}`, ofIncomplete: null },
    id: isOnly ? logicalId : `${logicalId}.${target.id}`,
    parent: logicalId,
    document: documentIn(target.arn),
    parameters: target.input === null ? {} : parametersIn(parsedJson(target.input)?.value),
    targetGroups: [groupOf(target)],
    limits: target.limits ?? limits,
    role: null,
    hasCutoff: false,
    alarm: null,
    timezone: 'UTC',
    pathOf: () => [...pathOfTarget(rule, target), 'Input'],
  };
}

/** Where the file has it: a schedule has one, a rule several. */
export function pathOfTarget({ kind, logicalId, targets }: Rule, target: RuleTarget): (string | number)[] {
  const place = kind === 'schedule' ? ['Target'] : ['Targets', targets.indexOf(target)];
  return ['resources', logicalId, 'Properties', ...place];
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html */
export function groupOf({ runCommandTargets }: RuleTarget): { targets: Target[]; instanceIds: string[] } {
  return { targets: (runCommandTargets ?? []).map(targetOf), instanceIds: [] };
}

function targetOf({ key, values }: { readonly key: string; readonly values: readonly string[] }): Target {
  if (key.toLowerCase() === 'instanceids') return { key: 'InstanceIds', values };
  return key === 'tag-key' ? { key, values } : { key: 'tag', tagKey: key.replace(/^tag:/, ''), values };
}

/**
 * Parameters of a document, as a target is given them: a map of lists of texts, or of one text.
 *
 * ASSUMPTION target-without-input: without any of the three inputs a document runs without parameters, instead of with the
 * fields of the event.
 */
export function parametersIn(payload: unknown): Readonly<Record<string, readonly string[]>> {
  if (!isMap(payload)) return {};
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value]).map((one) =>
        typeof one === 'string' ? one : JSON.stringify(one),
      ),
    ]),
  );
}

function targetsOfKind(scenario: Pick<Scenario, 'nouns'>, kind: 'command' | 'automation') {
  return rulesOf(scenario).flatMap((rule) =>
    rule.targets.filter(({ arn }) => kindOf(arn) === kind).map((target) => ({ rule, target })),
  );
}

export function ruleSources(scenario: Scenario): RunSource[] {
  return targetsOfKind(scenario, 'command').map(({ rule, target }) => sourceOfTarget(rule, target));
}

export function ruleExecutions(scenario: Scenario): ExecutionSource[] {
  return targetsOfKind(scenario, 'automation').map(({ rule, target }) => ({
    id: rule.logicalId,
    document: documentIn(target.arn),
    parameters: parametersIn(target.input === null ? null : parsedJson(target.input)?.value),
    ...starterOf(rule, target),
  }));
}

/** In whose name a runbook is started, and calls where it has no role of its own; in which account and Region. */
export function starterOf(
  { roleArn, account }: Rule,
  target: RuleTarget,
): Pick<ExecutionSource, 'caller' | 'account'> {
  const caller = target.roleArn ?? roleArn;
  return { account, ...(caller === null ? {} : { caller }) };
}
