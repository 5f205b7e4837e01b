/** Reads that will find nothing, and reads and writes whose caller may not use the key. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { nounsOf } from '../../../cloudformation/nouns.ts';
import { madeNodeId } from '../../../world/node-names.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { type Caller, type Denial, encryptingAction, keyDenial, missingRight } from '../access.ts';
import { callerOfAction, callerOfNode } from '../callers.ts';
import { putParameter, readSpecs } from '../calls.ts';
import { modelsByGroup } from '../model.ts';
import { isBelow, isElsewhere, selectorOf, storedName } from '../names.ts';
import { isPublicParameter } from '../public-parameters.ts';
import { isKnown, storedAs } from '../references.ts';
import { isRefusal } from '../refusal.ts';
import type { Read } from '../request.ts';
import { parameter } from '../resources.ts';
import { namesChangedBefore, shelfAtStart } from './at-start.ts';

interface Reader {
  /** `nodes of web read`, `the call oncall-reads reads`. */
  readonly words: string;
  readonly path: readonly (string | number)[];
  readonly account: string;
  readonly names: readonly string[];
  readonly withDecryption: boolean;
  /** When it reads at the latest. */
  readonly atMs: number;
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
      atMs: scenario.endMs,
      caller,
    };
  });
  const calls = scenario.actions.flatMap((action, place): Reader[] => {
    const made = readSpecs.map((spec) => madeBy(action, spec)).find((one) => one !== undefined);
    if (made === undefined) return [];
    const { id, account = '' } = action;
    const isByPath = made.call === 'GetParametersByPath';
    const names = isByPath ? namesBelow(scenario, account, made) : made.names;
    const path = ['actions', place, made.call];
    return [
      {
        ...made,
        names,
        atMs: action.atMs,
        words: `the call ${id} reads`,
        path,
        account,
        caller: callerOfAction(action, scenario),
      },
    ];
  });
  return [...groups, ...calls];
}

/** Those of the file. */
function namesBelow(scenario: Scenario, account: string, { names, isRecursive }: Read): readonly string[] {
  return [...nounsOf(scenario, parameter).values()]
    .filter(({ logicalId }) => (scenario.homes.get(logicalId) ?? '') === account)
    .map(({ name }) => name)
    .filter((name) => names.some((path) => isBelow(storedName(name), path, isRecursive)));
}

const remedy = (denial: Denial, key: string): string =>
  missingRight(denial) === null ? `enable the key ${key}` : `allow ${denial.action} of the key ${key}`;

/** Who writes a SecureString, and may not encrypt it. What tier Intelligent-Tiering comes to is not known here. */
export function checkEncryption({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const action of scenario.actions) {
    const put = madeBy(action, putParameter);
    const { id, account = '', index, call } = action;
    const stored = put && storedAs(scenario, account, storedName(put.name));
    const tier = put?.tier ?? 'Standard';
    if (put === undefined || stored?.type !== 'SecureString' || tier === 'Intelligent-Tiering') continue;
    const key = put.key ?? stored.key;
    const denial = keyDenial(scenario.nouns, key, callerOfAction(action, scenario), encryptingAction(tier));
    if (denial === null) continue;
    const message = `the call ${id} writes ${put.name}, a SecureString, and cannot encrypt it: ${denial.because}`;
    report(['actions', index, call], message, { at: 'key', help: remedy(denial, key) });
  }
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
      report(path, message, { at: 'key', help: remedy(denial, stored.key) });
      break;
    }
  }
}

export function checkNames({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  checkVersions(scenario, report);
  for (const { words, path, account, names } of readersOf(scenario)) {
    const missing = names.filter((name) => {
      const stored = selectorOf(name).name;
      const isThere =
        isKnown(scenario, { account }, name) && !isElsewhere(name, accountNamed(scenario, account));
      return !isThere && !isPublicParameter(stored);
    });
    if (missing.length === 0) continue;
    const message = `${words} ${missing.join(', ')}, which is neither under resources nor written by a PutParameter: AWS answers ParameterNotFound`;
    report(path, message, { at: 'key' });
  }
}

/** `name:3`, `name:label`: as the parameter is at the start, where nothing changes it before. */
function checkVersions(scenario: Scenario, report: Report): void {
  for (const { words, path, account, names, atMs } of readersOf(scenario)) {
    const exact = names.filter((written) => selectorOf(written).at !== null);
    if (exact.length === 0) continue;
    const changed = namesChangedBefore(scenario, atMs);
    const shelf = shelfAtStart(scenario, account);
    const missing = exact.filter((written) => {
      const selector = selectorOf(written);
      const isThere = shelf.find(selector.name) !== undefined && !changed.has(selector.name);
      return isThere && isRefusal(shelf.read(selector));
    });
    if (missing.length === 0) continue;
    const message = `${words} ${missing.join(', ')}, a version or a label that the parameter does not have: AWS answers ParameterVersionNotFound`;
    report(path, message, { at: 'key' });
  }
}
