/**
 * The nodes of a fleet by what consoles show of each, as they are at this instant.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import { accountNamed } from '../../world/scenario.ts';
import { nodesView } from '../managed-nodes/facts.ts';

/** As EC2 has it: it is not told of a reboot that does not come back. */
export const machineStates = ['running', 'stopped', 'terminated'] as const;
export type MachineState = (typeof machineStates)[number];

export interface NodeKind {
  readonly account: string;
  readonly region: string;
  readonly platform: string;
  readonly state: MachineState;
  /** Null: it is not managed. */
  readonly ping: 'Online' | 'ConnectionLost' | null;
  /** As the agent has reported it. Null: it is not managed. */
  readonly agent: string | null;
  /** What keeps it from being managed. Null: it is managed, or on its way to it. */
  readonly cause: string | null;
}

/** Nodes that are alike. */
export interface NodeCount extends NodeKind {
  readonly nodes: number;
}

const stateOf: Readonly<Record<number, MachineState>> = {
  [power.running]: 'running',
  [power.rebooting]: 'running',
  [power.lost]: 'running',
  [power.stopped]: 'stopped',
  [power.terminated]: 'terminated',
};

/** In the order in which they are met; without nodes that are not launched, and those that `isLeftOut`. */
export function countNodes(
  { fleet, scenario, views }: Simulation,
  causeOf: (node: number) => string | null,
  isLeftOut: (node: number) => boolean = () => false,
): readonly NodeCount[] {
  const nodes = views.of(nodesView);
  const counts = new Map<string, Counted>();
  let last: Counted | undefined;
  for (let node = 0; node < fleet.count; node += 1) {
    const state = stateOf[fleet.powerOf(node)];
    if (state === undefined || isLeftOut(node)) continue;
    const cohort = fleet.cohortIndex(node);
    const ping = nodes.pingStatus(node);
    const agent = ping === null ? null : fleet.agentVersionOf(node);
    const cause = ping === null ? causeOf(node) : null;
    // Most nodes are like the one before.
    if (last?.cohort !== cohort || !isLike(last.kind, { state, ping, agent, cause })) {
      const { account, os: platform } = fleet.groupOf(node);
      const kind: NodeKind = { ...placeOf(scenario, account), platform, state, ping, agent, cause };
      last = countedAs(counts, kind, cohort);
    }
    last.nodes += 1;
  }
  return [...counts.values()].map(({ kind, nodes: count }) => ({ ...kind, nodes: count }));
}

function countedAs(counts: Map<string, Counted>, kind: NodeKind, cohort: number): Counted {
  const key = Object.values(kind).join(' ');
  const known = counts.get(key) ?? { cohort, kind, nodes: 0 };
  known.cohort = cohort;
  counts.set(key, known);
  return known;
}

interface Counted {
  /** Of the last of them. */
  cohort: number;
  readonly kind: NodeKind;
  nodes: number;
}

function isLike(
  kind: NodeKind,
  { state, ping, agent, cause }: Omit<NodeKind, 'account' | 'region' | 'platform'>,
): boolean {
  return kind.state === state && kind.ping === ping && kind.agent === agent && kind.cause === cause;
}

function placeOf(scenario: Simulation['scenario'], account = ''): Pick<NodeKind, 'account' | 'region'> {
  const { id, region } = accountNamed(scenario, account);
  return { account: id, region };
}

export interface FleetSummary {
  readonly managed: number;
  readonly notManaged: number;
  /** Of managed nodes. */
  readonly ping: Readonly<Record<'Online' | 'ConnectionLost', number>>;
  /** Of all. */
  readonly state: Readonly<Record<MachineState, number>>;
  readonly platforms: readonly { readonly platform: string; readonly nodes: number }[];
  readonly accounts: readonly { readonly account: string; readonly region: string; readonly nodes: number }[];
  /** Of managed nodes. */
  readonly agents: readonly { readonly version: string; readonly nodes: number }[];
  /** Of those that are not managed. BOOTING: on its way to registering. */
  readonly causes: readonly { readonly cause: string; readonly nodes: number }[];
}

export function summaryOf(counts: readonly NodeCount[]): FleetSummary {
  const sum = (isOne: (kind: NodeCount) => boolean) =>
    counts.filter(isOne).reduce((total, { nodes }) => total + nodes, 0);
  const by = (keyOf: (kind: NodeCount) => string | null) => {
    const sums = new Map<string, number>();
    for (const one of counts) {
      const key = keyOf(one);
      if (key !== null) sums.set(key, (sums.get(key) ?? 0) + one.nodes);
    }
    return [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  };
  const ofState = (state: MachineState) => sum((one) => one.state === state);
  return {
    managed: sum(({ ping }) => ping !== null),
    notManaged: sum(({ ping }) => ping === null),
    ping: {
      Online: sum(({ ping }) => ping === 'Online'),
      ConnectionLost: sum(({ ping }) => ping === 'ConnectionLost'),
    },
    state: {
      running: ofState('running'),
      stopped: ofState('stopped'),
      terminated: ofState('terminated'),
    },
    platforms: by(({ platform }) => platform).map(([platform, nodes]) => ({ platform, nodes })),
    accounts: by(({ account, region }) => `${account} ${region}`).map(([place, nodes]) => {
      const [account, region] = place.split(' ') as [string, string];
      return { account, region, nodes };
    }),
    agents: by(({ agent }) => agent).map(([version, nodes]) => ({ version, nodes })),
    causes: by(({ ping, cause }) => (ping === null ? (cause ?? 'BOOTING') : null)).map(([cause, nodes]) => ({
      cause,
      nodes,
    })),
  };
}
