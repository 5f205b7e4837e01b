/** What the file alone settles of Parameter Store: what is there at the start, and until when nothing changes it. */
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { nounsOf } from '../../../cloudformation/nouns.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { deleteParameter, labelParameterVersion, putParameter } from '../calls.ts';
import { storedName } from '../names.ts';
import { isRefusal } from '../refusal.ts';
import { parameter } from '../resources.ts';
import { Shelf } from '../store.ts';

/** By calls of the file: what they are afterwards is known when it runs. */
export function namesChangedBefore({ actions }: Scenario, beforeMs: number): ReadonlySet<string> {
  const specs = [putParameter, labelParameterVersion, deleteParameter];
  const named = actions
    .filter(({ atMs }) => atMs <= beforeMs)
    .flatMap((action) =>
      specs.flatMap(
        (spec) => madeBy<string, never, { readonly name: string }>(action, spec as never)?.name ?? [],
      ),
    );
  return new Set(named.map(storedName));
}

export function shelfAtStart(scenario: Scenario, account: string): Shelf {
  const shelf = new Shelf();
  for (const one of nounsOf(scenario, parameter).values()) {
    if ((scenario.homes.get(one.logicalId) ?? '') !== account) continue;
    const put = shelf.put(one, scenario.startMs);
    if (!isRefusal(put)) shelf.keep(put.parameter);
  }
  return shelf;
}
