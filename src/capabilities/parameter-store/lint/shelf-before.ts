/** What the file alone settles of Parameter Store: what is there at a time, and until when nothing changes it. */
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { nounsOf } from '../../../cloudformation/nouns.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { encryptingAction, keyDenial, ownDenial } from '../access.ts';
import { callerOfAction } from '../callers.ts';
import {
  deleteParameter,
  deleteParameters,
  labelParameterVersion,
  putParameter,
  unlabelParameterVersion,
} from '../calls.ts';
import { parameterArn, storedName } from '../names.ts';
import { isRefusal } from '../refusal.ts';
import { parameter } from '../resources.ts';
import { Shelf } from '../store.ts';

interface Named {
  readonly name: string;
}

/** By calls of the file: what they are afterwards is known when it runs. */
export function namesChangedBefore({ actions }: Scenario, beforeMs: number): ReadonlySet<string> {
  const specs = [putParameter, labelParameterVersion, unlabelParameterVersion, deleteParameter];
  const named = actions
    .filter(({ atMs }) => atMs <= beforeMs)
    .flatMap((action) => [
      ...specs.flatMap((spec) => madeBy<string, never, Named>(action, spec as never)?.name ?? []),
      ...(madeBy(action, deleteParameters)?.names ?? []),
    ]);
  return new Set(named.map(storedName));
}

/** With what the file has, and what its calls before have made of it. A call that AWS refuses changes nothing. */
export function shelfBefore(scenario: Scenario, account: string, beforeMs: number): Shelf {
  const shelf = new Shelf();
  for (const one of nounsOf(scenario, parameter).values()) {
    if ((scenario.homes.get(one.logicalId) ?? '') !== account) continue;
    const put = shelf.put(one, scenario.startMs);
    if (!isRefusal(put)) shelf.keep(put.parameter);
  }
  const before = scenario.actions.filter((one) => one.atMs < beforeMs && (one.account ?? '') === account);
  for (const action of before.sort((a, b) => a.atMs - b.atMs)) {
    const caller = callerOfAction(action, scenario);
    const mayNot = ({ name }: Named) =>
      ownDenial(caller, `ssm:${action.call}`, parameterArn(accountNamed(scenario, account), name)) !== null;
    const put = madeBy(action, putParameter);
    const label = madeBy(action, labelParameterVersion);
    const unlabel = madeBy(action, unlabelParameterVersion);
    const one = madeBy(action, deleteParameter);
    const deleted = [
      ...(one === undefined ? [] : [one]),
      ...(madeBy(action, deleteParameters)?.names ?? []).map((name) => ({ name })),
    ];
    if ([put, label, unlabel, ...deleted].some((made) => made !== undefined && mayNot(made))) continue;
    if (label !== undefined) shelf.label(label.name, label.version, label.labels);
    if (unlabel !== undefined) shelf.unlabel(unlabel.name, unlabel.version, unlabel.labels);
    for (const { name } of deleted) shelf.delete(name, action.atMs);
    const written = put === undefined ? undefined : shelf.put(put, action.atMs);
    if (written === undefined || isRefusal(written)) continue;
    const { tier, versions } = written.parameter;
    const { key } = versions.at(-1)!;
    if (key === null || keyDenial(scenario.nouns, key, caller, encryptingAction(tier)) === null)
      shelf.keep(written.parameter);
  }
  return shelf;
}
