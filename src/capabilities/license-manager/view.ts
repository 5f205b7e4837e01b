/** License Manager in reports: licenses that are used, and what it does not see. */
import { type Block, say, section, sentences } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import type { AtTimePart } from '../../capability/at-time.ts';
import type { ScreenPartSpec } from '../../capability/first-screen.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import { listOf } from '../../fields/json-parts.ts';
import type { LicenseUse, Machine } from './machine.ts';
import { discoveryLagOf } from './model.ts';
import { licenseResultOf, licenseSchema } from './results.ts';

export const licenseScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 29.7,
    of({ licenses: { uses } }) {
      const over = uses.filter(({ overBy }) => overBy > 0);
      if (over.length === 0) return null;
      const [first] = over;
      const example = `${first!.name} uses ${count(first!.used.length)} of ${counted(first!.count, 'license')}`;
      return {
        versions: [
          [
            say(
              `License Manager: ${counted(over.length, 'license')} over-consumed, for example ${example}.`,
              'odd',
            ),
          ],
          [say(`License Manager: ${counted(over.length, 'license')} over-consumed.`, 'odd')],
        ],
      };
    },
  },
];

export const licenseReport: readonly ReportPart<Machine>[] = [
  { place: 29.7, blocks: ({ licenses }, simulation) => blocksOf(licenses.uses, simulation) },
];

export const licensesAtTime: readonly AtTimePart<Machine>[] = [
  {
    place: 31,
    key: 'licenses',
    schema: listOf(licenseSchema),
    of({ licenses: { uses } }, simulation) {
      if (uses.length === 0) return null;
      return { data: uses.map(licenseResultOf), blocks: blocksOf(uses, simulation) };
    },
  },
];

function blocksOf(uses: readonly LicenseUse[], { fleet, scenario }: Simulation): Block[] {
  if (uses.length === 0) return [];
  const table: Block = {
    kind: 'table',
    head: ['license', 'product', 'licenses', 'used', 'over by', 'reported now', 'not detached'],
    rows: uses.map((use) => [
      use.name,
      use.product,
      count(use.count),
      count(use.used.length),
      count(use.overBy),
      count(use.reported.length),
      count(use.notDetached.length),
    ]),
    numeric: [2, 3, 4, 5, 6],
  };
  const kept = uses.flatMap(({ name, disassociateWhenNotFound, notDetached: [first, ...more] }) => {
    if (first === undefined) return [];
    const nodes = counted(more.length + 1, 'node');
    const until =
      disassociateWhenNotFound === true
        ? 'discovery disassociates after its lag'
        : 'set disassociateWhenNotFound to disassociate nodes when the product is uninstalled';
    return [
      `${name}: ${nodes} without the product still attached, for example ${fleet.nameOf(first)}; ${until}`,
    ];
  });
  const lag = `License Manager sees inventory ${duration(discoveryLagOf(scenario))} after it is reported`;
  return [section('License Manager', [table, ...sentences([lag, ...kept])])];
}
