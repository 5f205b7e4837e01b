/** References whose values the file settles, held to what AWS does when the document is sent. */
import { parametersNamed } from '../../../aws/parameter-references.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { nounsOf } from '../../../cloudformation/nouns.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { deleteParameter, labelParameterVersion, putParameter } from '../calls.ts';
import { selectorOf, storedName } from '../names.ts';
import { readParameters } from '../reading.ts';
import { lookUp } from '../references.ts';
import { isRefusal } from '../refusal.ts';
import { parameter } from '../resources.ts';
import { Shelf } from '../store.ts';

/** The function of the run itself. What calls of the file change before is known when it runs. */
export function checkReferenceValues({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { written } of sourcesOf(scenario)) {
    if (written === undefined) continue;
    const starter = scenario.actions.find(({ id }) => id === (written.parent ?? written.id));
    const changed = namesChangedBefore(scenario, starter?.atMs ?? scenario.endMs);
    const names = parametersNamed(Object.values(written.parameters).flat());
    if (names.some((name) => changed.has(selectorOf(name).name))) continue;
    const { error } = lookUp(scenario, written, written.parameters, (account, caller, read) =>
      readParameters(
        {
          nouns: scenario.nouns,
          account: accountNamed(scenario, account),
          shelf: shelfOf(scenario, account),
        },
        caller,
        read,
      ),
    );
    if (error === null) continue;
    // A step of a runbook is told where its execution is started.
    const isStep = starter !== undefined && written.parent !== null;
    const path = isStep ? ['actions', starter.index, starter.call] : written.pathOf('Parameters');
    report(path, `${written.words.name}: AWS refuses it with ${error}`, { at: 'key' });
  }
}

function namesChangedBefore({ actions }: Scenario, beforeMs: number): ReadonlySet<string> {
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

/** As it is at the start. */
function shelfOf(scenario: Scenario, account: string): Shelf {
  const shelf = new Shelf();
  for (const one of nounsOf(scenario, parameter).values()) {
    if ((scenario.homes.get(one.logicalId) ?? '') !== account) continue;
    const put = shelf.put(one, scenario.startMs);
    if (!isRefusal(put)) shelf.keep(put.parameter);
  }
  return shelf;
}
