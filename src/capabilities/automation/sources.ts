/** Steps of aws:runCommand, as sources of runs: what a runbook installs counts as what a task or a command installs. */
import type { RunSource } from '../../capability/run-source.ts';
import type { Scenario } from '../../world/scenario.ts';
import { resolve } from './content/references.ts';
import { allSteps, type ValueMap } from './content/runbook.ts';
import { sentBy, sourceOfStep, withoutOpen } from './sent.ts';
import { startsOf } from './starts.ts';

/** As far as the text of a runbook and the values of its start say what is sent. */
export function automationSources(scenario: Scenario): RunSource[] {
  return startsOf(scenario).flatMap(
    ({ source, document, isOwn, started: { runbook, parameters, request } }) =>
      allSteps(runbook?.steps ?? []).flatMap((step) => {
        if (step.action !== 'aws:runCommand') return [];
        const sent = sentBy(withoutOpen(resolve(step.inputs, (name) => parameters[name]) as ValueMap));
        const address = { source: source.id, runbook: document, isOwn, account: request.account };
        return sent.document === '' ? [] : [sourceOfStep(step, address, sent)];
      }),
  );
}
