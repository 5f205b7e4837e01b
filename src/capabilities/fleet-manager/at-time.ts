/** `inventory FILE --at TIME`: the nodes as Fleet Manager and Explorer show them. */
import { type Block, paragraph, section } from '../../blocks/block.ts';
import { count, counted, duration } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { AtTimePart } from '../../capability/at-time.ts';
import { count as countSchema, instant, listOf, orNothing, said, text } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { isoTime } from '../../world/time.ts';
import { type FleetSummary, machineStates, summaryOf } from './fleet-counts.ts';
import type { ExplorerCounts, Machine } from './machine.ts';

const summaryParts: Readonly<Record<string, JsonSchema>> = {
  managed: said('Listed by DescribeInstanceInformation.', countSchema),
  notManaged: countSchema,
  ping: said('Of managed nodes.', exactly({ Online: countSchema, ConnectionLost: countSchema })),
  state: said(
    'Of all that were ever launched.',
    exactly({ running: countSchema, stopped: countSchema, terminated: countSchema }),
  ),
  platforms: listOf(exactly({ platform: text, nodes: countSchema })),
  accounts: listOf(exactly({ account: text, region: text, nodes: countSchema })),
  agents: said(
    'Versions of SSM Agent on managed nodes.',
    listOf(exactly({ version: text, nodes: countSchema })),
  ),
  causes: said(
    'Why nodes are not managed. BOOTING: on their way to registering.',
    listOf(exactly({ cause: text, nodes: countSchema })),
  ),
};

export const managedNodesAtTime: readonly AtTimePart<Machine>[] = [
  {
    place: 10,
    key: 'managedNodes',
    schema: exactly({
      fleetManager: said('As it is.', exactly(summaryParts)),
      explorer: said(
        'As Explorer shows it, some hours late.',
        orNothing(
          exactly({
            asOf: instant,
            dropped: said('Stopped or terminated for so long that it shows them no more.', countSchema),
            ...summaryParts,
          }),
        ),
      ),
    }),
    of({ fleetManager }, simulation) {
      const now = summaryOf(fleetManager.countsNow());
      const { explorer } = fleetManager;
      return {
        data: {
          fleetManager: now,
          explorer:
            explorer === null
              ? null
              : { asOf: isoTime(explorer.asOfMs), dropped: explorer.dropped, ...summaryOf(explorer.counts) },
        },
        blocks: [
          section('Managed nodes', [
            table(now, explorer === null ? null : summaryOf(explorer.counts)),
            ...(explorer === null ? [] : [explorerWords(explorer, simulation.recording.askedMs!)]),
          ]),
        ],
      };
    },
  },
];

function explorerWords({ asOfMs, dropped }: ExplorerCounts, nowMs: number): Block {
  const left =
    dropped === 0 ? '' : `, without ${counted(dropped, 'node')} that stopped or terminated long before`;
  return paragraph(
    `Explorer shows the fleet as of ${dateAndTime(asOfMs)} UTC, ${duration(nowMs - asOfMs)} late${left}.`,
  );
}

type Rows = readonly (readonly [by: string, value: string, nodes: number])[];

function rowsOf(summary: FleetSummary): Rows {
  const { managed, notManaged, ping, state, platforms, accounts, agents, causes } = summary;
  return [
    ['', 'managed', managed],
    ['', 'not managed', notManaged],
    ['ping status', 'Online', ping.Online],
    ['ping status', 'ConnectionLost', ping.ConnectionLost],
    ...machineStates.map((one) => ['state', one, state[one]] as const),
    ...platforms.map(({ platform, nodes }) => ['platform', platform, nodes] as const),
    ...agents.map(({ version, nodes }) => ['agent', version, nodes] as const),
    ...accounts.map(({ account, region, nodes }) => ['account', `${account} ${region}`, nodes] as const),
    ...causes.map(({ cause, nodes }) => ['not managed for', cause, nodes] as const),
  ];
}

/** A row for what either shows, in the order of the kinds of rows. */
function table(now: FleetSummary, before: FleetSummary | null): Block {
  const own = rowsOf(now);
  const late = before === null ? [] : rowsOf(before);
  const kinds = [...new Set([...own, ...late].map(([by]) => by))];
  const keys = kinds.flatMap((by) =>
    [...new Set([...own, ...late].filter((row) => row[0] === by).map((row) => row[1]))].map(
      (value) => [by, value] as const,
    ),
  );
  const nodesIn = (rows: Rows, by: string, value: string) =>
    rows.find((row) => row[0] === by && row[1] === value)?.[2] ?? 0;
  const shown = keys.filter(
    ([by, value]) => by === '' || nodesIn(own, by, value) + nodesIn(late, by, value) > 0,
  );
  return {
    kind: 'table',
    head: ['by', '', 'nodes', ...(before === null ? [] : ['in Explorer'])],
    rows: shown.map(([by, value], index) => [
      shown[index - 1]?.[0] === by ? '' : by,
      value,
      count(nodesIn(own, by, value)),
      ...(before === null ? [] : [count(nodesIn(late, by, value))]),
    ]),
    numeric: [2, 3],
    labels: 2,
  };
}
