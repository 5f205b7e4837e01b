/** A small fleet whose inventory an association collects, with every duration constant. */
import { inventory as capability } from '../../../src/capabilities/inventory/index.ts';
import type { Inventory } from '../../../src/capabilities/inventory/machine.ts';
import { answerQuery } from '../../../src/capabilities/inventory/query/answer.ts';
import { parseQuery } from '../../../src/capabilities/inventory/query/parse.ts';
import { isFailure } from '../../../src/capabilities/inventory/query/tokens.ts';
import type { Simulated } from '../../support/simulate.ts';
import { approveAll, at, type Sections, simulate } from '../quiet-world.ts';

const httpd = 'software: { httpd: 2.4.54, openssl: 3.0.7 }';

export const one = (more = '') =>
  `{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, ${httpd}${more} } }`;

export const patchOfHttpd =
  '{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Important, packages: [httpd], version: 2.4.55, released: 2024-12-01 } }';

/** Runs 30 seconds. */
export function collect(more = '', schedule = 'rate(1 hour)'): string {
  return `Collect: { Type: AWS::SSM::Association, Properties: { Name: AWS-GatherSoftwareInventory,
    Targets: [{ Key: "tag:Fleet", Values: [web] }], ScheduleExpression: ${schedule}${more} } }`;
}

export function collecting(resources: string, sections: Sections = {}): Simulated {
  return simulate(
    { fleet: one(), resources: `{ ${resources}, All: ${approveAll()} }`, patches: patchOfHttpd, ...sections },
    {
      set: [
        'model.stateManager.jitter=0s',
        'model.documents.AWS-GatherSoftwareInventory={ run: 30s }',
        'model.patching.install=1m',
      ],
    },
  );
}

/** As it is at the end of a run. */
export function inventoryOf({ outcome }: Simulated): Inventory {
  return outcome.machines.of(capability).inventory;
}

export function ask(run: Simulated, condition: string) {
  const parsed = parseQuery(condition);
  if (isFailure(parsed)) throw new Error(parsed.problem);
  return answerQuery(inventoryOf(run), run.outcome.simulation, parsed);
}

export { at };
