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
import { isKnown } from '../references.ts';
import { isRefusal } from '../refusal.ts';
import type { Read } from '../request.ts';
import { parameter } from '../resources.ts';
import { shelfBefore } from './shelf-before.ts';

interface Reader {
  /** `nodes of web read`, `the call oncall-reads reads`. */
  readonly words: string;
  readonly path: readonly (string | number)[];
  readonly account: string;
  readonly names: readonly string[];
  readonly withDecryption: boolean;
  /** Null: whenever it boots. */
  readonly atMs: number | null;
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
      atMs: null,
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

/** Who writes a SecureString, and may not encrypt it. */
export function checkEncryption({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const action of scenario.actions) {
    const request = madeBy(action, putParameter);
    const { id, account = '', index, call, atMs } = action;
    const put = request && shelfBefore(scenario, account, atMs).put(request, atMs);
    const key = put === undefined || isRefusal(put) ? null : put.parameter.versions.at(-1)!.key;
    if (put === undefined || isRefusal(put) || key === null) continue;
    const { tier } = put.parameter;
    const denial = keyDenial(scenario.nouns, key, callerOfAction(action, scenario), encryptingAction(tier));
    if (denial === null) continue;
    const message = `the call ${id} writes ${request!.name}, a SecureString, and cannot encrypt it: ${denial.because}`;
    report(['actions', index, call], message, { at: 'key', help: remedy(denial, key) });
  }
}

export function checkDecryption({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { words, path, account, names, withDecryption, atMs, caller } of readersOf(scenario)) {
    if (!withDecryption || caller === null) continue;
    const shelf = shelfBefore(scenario, account, atMs ?? scenario.endMs);
    for (const name of names) {
      const selector = selectorOf(name);
      const read = shelf.read(selector);
      if (isRefusal(read)) continue;
      // A node may boot under each of them.
      const versions = atMs === null && selector.at === null ? read.parameter.versions : [read.version];
      const keys = [...new Set(versions.flatMap(({ key }) => key ?? []))];
      const denials = keys.map((key) => ({
        key,
        denial: keyDenial(scenario.nouns, key, caller, 'kms:Decrypt'),
      }));
      const found = denials.find(({ denial }) => denial !== null);
      if (found?.denial == null) continue;
      const message = `${words} ${name}, a SecureString, and cannot decrypt it: ${found.denial.because}`;
      report(path, message, { at: 'key', help: remedy(found.denial, found.key) });
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

/** `name:3`, `name:label`: as the parameter is when it is read. */
function checkVersions(scenario: Scenario, report: Report): void {
  for (const { words, path, account, names, atMs } of readersOf(scenario)) {
    const shelf = shelfBefore(scenario, account, atMs ?? scenario.endMs);
    const missing = names.filter((written) => {
      const selector = selectorOf(written);
      return shelf.find(selector.name) !== undefined && isRefusal(shelf.read(selector));
    });
    if (missing.length === 0) continue;
    const message = `${words} ${missing.join(', ')}, a version or a label that the parameter does not have: AWS answers ParameterVersionNotFound`;
    report(path, message, { at: 'key' });
  }
}
