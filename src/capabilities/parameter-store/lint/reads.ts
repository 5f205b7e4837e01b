/** Reads that will find nothing, or that will not decrypt. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { madeNodeId } from '../../../world/node-names.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { type Caller, keyDenial } from '../access.ts';
import { callerOfAction, callerOfNode } from '../callers.ts';
import { readSpecs } from '../calls.ts';
import { modelsByGroup } from '../model.ts';
import { selectorOf } from '../names.ts';
import { isPublicParameter } from '../public-parameters.ts';
import { isKnown, storedAs } from '../references.ts';

interface Reader {
  /** `nodes of web read`, `the call oncall-reads reads`. */
  readonly words: string;
  readonly path: readonly (string | number)[];
  readonly account: string;
  readonly names: readonly string[];
  readonly withDecryption: boolean;
  /** Null: not known, such as that of nodes without a profile. */
  readonly caller: Caller | null;
}

/** Nodes that boot, and calls that name parameters. */
function readersOf(scenario: Scenario): Reader[] {
  const models = modelsByGroup(scenario);
  const groups = scenario.fleet.map((group, index): Reader => {
    const { name, account = '', instanceProfile: named } = group;
    const profile = named === null ? undefined : scenario.instanceProfiles.get(named);
    const id = madeNodeId(scenario.name, `${name}-0001`, group.hybridActivation !== null);
    const caller = profile === undefined ? null : callerOfNode(scenario, profile, { account, id });
    const names = models[index]!.atBoot;
    return {
      words: `nodes of ${name} read`,
      path: ['fleet', name],
      account,
      names,
      withDecryption: true,
      caller,
    };
  });
  const calls = scenario.actions.flatMap((action, place): Reader[] => {
    const made = readSpecs.map((spec) => madeBy(action, spec)).find((one) => one !== undefined);
    if (made === undefined || made.call === 'GetParametersByPath') return [];
    const { id, account = '' } = action;
    const path = ['actions', place, made.call];
    return [
      { ...made, words: `the call ${id} reads`, path, account, caller: callerOfAction(action, scenario) },
    ];
  });
  return [...groups, ...calls];
}

export function checkDecryption({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { words, path, account, names, withDecryption, caller } of readersOf(scenario)) {
    if (!withDecryption || caller === null) continue;
    for (const name of names) {
      const stored = storedAs(scenario, account, selectorOf(name).name);
      if (stored?.type !== 'SecureString') continue;
      const denial = keyDenial(scenario.nouns, stored.key, caller, 'kms:Decrypt');
      if (denial === null) continue;
      const message = `${words} ${name}, a SecureString, and cannot decrypt it: ${denial.because}`;
      report(path, message, { at: 'key', help: `allow kms:Decrypt of the key ${stored.key}` });
      break;
    }
  }
}

export function checkNames({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { words, path, account, names } of readersOf(scenario)) {
    const missing = names.filter((name) => {
      const stored = selectorOf(name).name;
      return !isKnown(scenario, { account }, name) && !isPublicParameter(stored);
    });
    if (missing.length === 0) continue;
    const message = `${words} ${missing.join(', ')}, which is neither under resources nor written by a PutParameter: AWS answers ParameterNotFound`;
    report(path, message, { at: 'key' });
  }
}
