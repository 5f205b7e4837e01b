/** The metrics of the namespace `fleetsim`: what fleetsim knows of the nodes of an account and Region, or of one group of them. */
import { modelOfGroup } from '../../../capability/model.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import { whyUnpatchedView } from '../../../capability/why-unpatched.ts';
import type { EventType } from '../../../kernel/kernel.ts';
import { power } from '../../../world/node-records.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { agentModel, nodeFacts, nodesView } from '../../managed-nodes/facts.ts';
import { patchFacts } from '../../patch-manager/facts.ts';
import { commandFacts } from '../../run-command/facts.ts';
import type { MetricName } from '../alarm.ts';
import { Occurrences } from '../samples.ts';
import { type Among, type Feed, isAmong, minuteMs, NodeCount, nodesAmong, type OnChange } from './feed.ts';

export const ownNamespace = 'fleetsim';

/** With what they count. A gauge is reported every minute, and an occurrence where it happens. */
export const ownMetrics = {
  NodesDown: 'Nodes that are rebooting, stopped or lost',
  ConnectionLost: 'Nodes whose ping status is ConnectionLost',
  NonCompliantNodes: 'Nodes whose last patch report is NON_COMPLIANT',
  FailedInvocations: 'Invocations of commands that end Failed or ExecutionTimedOut, each as it ends',
} as const;
export type OwnMetric = keyof typeof ownMetrics;

export const ownMetricNames = Object.keys(ownMetrics) as readonly OwnMetric[];
/** Those that have a value at any time. */
export const ownGauges = ownMetricNames.filter((name) => name !== 'FailedInvocations');

/** The one dimension that they have; without it they are of all nodes of the account and Region of the alarm. */
export const ownDimension = 'Group';

/** Whether the dimension Group, if there is one, names a group of this account and Region. */
export function isGroupIn({ fleet }: Scenario, group: string | undefined, account: string): boolean {
  return group === undefined || fleet.some((one) => one.name === group && (one.account ?? '') === account);
}

export class FleetMetrics {
  private readonly simulation: Simulation;
  private readonly silentDue: EventType;
  private readonly silent: NodeCount[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.silentDue = simulation.kernel.on('cloudwatch-alarms/silence-looked-at', (node, minutes) =>
      this.lookAgain(node, minutes),
    );
  }

  /** Null: there is no such metric. */
  feedOf({ namespace, name, dimensions }: MetricName, account: string, onChange: OnChange): Feed | null {
    const own = ownMetricNames.find((one) => one === name);
    if (namespace !== ownNamespace || own === undefined) return null;
    const others = Object.keys(dimensions).filter((key) => key !== ownDimension);
    const group = dimensions[ownDimension];
    const isKnown = isGroupIn(this.simulation.scenario, group, account);
    if (others.length > 0 || !isKnown) return null;
    return this.own(own, group === undefined ? { account } : { group }, onChange);
  }

  own(name: OwnMetric, among: Among, onChange: OnChange): Feed {
    switch (name) {
      case 'NodesDown':
        return this.nodesDown(among, onChange);
      case 'ConnectionLost':
        return this.connectionLost(among, onChange);
      case 'NonCompliantNodes':
        return this.nonCompliant(among, onChange);
      case 'FailedInvocations':
        return this.failedInvocations(among, onChange);
    }
  }

  private nodesDown(among: Among, onChange: OnChange): Feed {
    const { fleet, facts } = this.simulation;
    const isDown = (node: number): boolean => {
      const state = fleet.powerOf(node);
      return state === power.rebooting || state === power.lost || state === power.stopped;
    };
    const count = new NodeCount(this.simulation, nodesAmong(this.simulation, among), isDown, onChange);
    const { nodeWentDown, nodeBooted, nodeTerminated, nodeStopped } = facts.of(nodeFacts);
    nodeWentDown.listen((node) => count.look(node));
    nodeBooted.listen((node) => count.look(node));
    nodeStopped.listen((node) => count.look(node));
    nodeTerminated.listen((node) => count.look(node));
    return count;
  }

  private connectionLost(among: Among, onChange: OnChange): Feed {
    const { facts, views } = this.simulation;
    const nodes = views.of(nodesView);
    const isLost = (node: number): boolean => nodes.pingStatus(node) === 'ConnectionLost';
    const count = new NodeCount(this.simulation, nodesAmong(this.simulation, among), isLost, onChange);
    const { nodeOnline, nodeSilent, nodeStopped, nodeTerminated, nodeDeregistered } = facts.of(nodeFacts);
    nodeDeregistered.listen((node) => count.look(node));
    nodeOnline.listen((node) => count.look(node));
    nodeStopped.listen((node) => count.look(node));
    nodeTerminated.listen((node) => count.look(node));
    nodeSilent.listen((node) => {
      if (count.means(node)) this.lookAgain(node, 0);
    });
    this.silent.push(count);
    return count;
  }

  /** A silent node becomes ConnectionLost without an event: it is looked at every minute until its heartbeats are over. */
  private lookAgain(node: number, minutes: number): void {
    const { kernel, scenario, fleet } = this.simulation;
    for (const count of this.silent) count.look(node);
    const { heartbeat, missedHeartbeats } = modelOfGroup(scenario, agentModel, fleet.groupOf(node));
    if (minutes * minuteMs > heartbeat * missedHeartbeats) return;
    kernel.schedule(kernel.nowMs + minuteMs, this.silentDue, node, minutes + 1);
  }

  private nonCompliant(among: Among, onChange: OnChange): Feed {
    const { facts, views } = this.simulation;
    const reports = views.of(whyUnpatchedView);
    const isNonCompliant = (node: number): boolean => reports.complianceOf(node) === 'NON_COMPLIANT';
    const count = new NodeCount(
      this.simulation,
      nodesAmong(this.simulation, among),
      isNonCompliant,
      onChange,
    );
    facts.of(patchFacts).complianceReported.listen((node) => count.look(node));
    return count;
  }

  private failedInvocations(among: Among, onChange: OnChange): Feed {
    const { facts, fleet, kernel } = this.simulation;
    const samples = new Occurrences(onChange);
    facts.of(commandFacts).invocationFinished.listen((node, _, { status }) => {
      const isFailed = status === 'Failed' || status === 'ExecutionTimedOut';
      if (!isFailed || !isAmong(fleet.groupOf(node), among)) return;
      samples.happen(kernel.nowMs);
    });
    return { samples, begin: () => samples.begin() };
  }
}
