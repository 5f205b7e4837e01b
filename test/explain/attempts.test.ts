/** Which Install decided about a node: the one from which its cause was noted. */
import { describe, expect, test, vi } from 'vitest';
import { causes } from '../../src/capabilities/index.ts';
import { decisiveAttempt } from '../../src/capability/attempts.ts';
import { whyUnpatchedView } from '../../src/capability/why-unpatched.ts';
import { installsOn } from '../../src/explain/situation.ts';
import type { RunOutcome } from '../../src/result/outcome.ts';
import { Simulator } from '../../src/simulate.ts';
import { simulateCause } from '../capabilities/patch-manager/cause-worlds.ts';
import { runShipped, shippedNames } from '../support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

/** No Install means a machine that is not there. */
const causesOfAbsence = new Set(['NOT_LAUNCHED', 'TERMINATED']);

/** Nodes whose last chance was noted at another instant than that at which the decisive attempt was settled. */
function strayNodes(outcome: RunOutcome): unknown[] {
  const { fleet } = outcome.simulation;
  const stray: unknown[] = [];
  for (let node = 0; node < fleet.count; node += 1) {
    if (causesOfAbsence.has(String(outcome.simulation.views.of(whyUnpatchedView).findingOf(node).cause)))
      continue;
    const noted = outcome.simulation.views.of(whyUnpatchedView).opportunityOf(node)?.atMs;
    const decisive = decisiveAttempt(installsOn(outcome, node));
    // What succeeds is noted as of its beginning: what is released while it runs is for another time.
    const settled = decisive?.status === 'Success' ? decisive.startedMs : decisive?.settledMs;
    const expected = settled === Number.POSITIVE_INFINITY ? outcome.scenario.endMs - 1 : settled;
    if (noted !== expected)
      stray.push([fleet.nameOf(node), noted, decisive?.kind, decisive?.status, settled]);
  }
  return stray;
}

describe('the attempt that decides is settled when the last chance of the node was noted', () => {
  test.each(shippedNames)('in %s', (name) => {
    const { scenario } = runShipped(name);
    expect(strayNodes(new Simulator(scenario).run()).slice(0, 3)).toEqual([]);
  });

  test.each(causes)('in the world of %s', (cause) => {
    expect(strayNodes(simulateCause(cause).outcome)).toEqual([]);
  });
});
