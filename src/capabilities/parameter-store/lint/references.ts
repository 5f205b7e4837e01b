/** References whose values the file settles, held to what AWS does when the document is sent. */
import { parametersNamed } from '../../../aws/parameter-references.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { accountNamed } from '../../../world/scenario.ts';
import { selectorOf } from '../names.ts';
import { readParameters } from '../reading.ts';
import { lookUp } from '../references.ts';
import { namesChangedBefore, shelfBefore } from './shelf-before.ts';

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
          shelf: shelfBefore(scenario, account, scenario.startMs),
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
