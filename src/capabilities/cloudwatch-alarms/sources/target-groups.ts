/**
 * HealthyHostCount of a target group: nodes that are up and have passed their health checks since.
 *
 * AWS: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import { modelMapIn } from '../../../capability/model.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import type { EventType } from '../../../kernel/kernel.ts';
import { power } from '../../../world/node-records.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { nodeFacts } from '../../managed-nodes/facts.ts';
import type { MetricName } from '../alarm.ts';
import { type TargetGroupModel, targetGroupsModel } from '../model.ts';
import { type Feed, isAmong, NodeCount, type OnChange } from './feed.ts';

export const balancerNamespace = 'AWS/ApplicationELB';
export const balancerMetrics = ['HealthyHostCount', 'UnHealthyHostCount'] as const;

/** `targetgroup/web/0123456789abcdef`, the name in it, or a logical id. */
export function targetGroupOf(scenario: Scenario, value: string): TargetGroupModel | undefined {
  const all = modelMapIn(scenario, targetGroupsModel);
  const [, name = ''] = value.split('/');
  return all.get(value) ?? all.get(name) ?? all.get(value.split('.')[0]!);
}

interface Targets {
  readonly count: NodeCount;
  readonly isHealthy: Map<number, boolean>;
  /** How often the state of a node has changed: a check that was due before is of no account. */
  readonly epochs: Map<number, number>;
}

export class TargetGroups {
  private readonly simulation: Simulation;
  private readonly checkDue: EventType;
  private readonly groups: Targets[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.checkDue = simulation.kernel.on('cloudwatch-alarms/health-checked', (node, packed) => {
      const [index, epoch] = [packed % 1000, Math.floor(packed / 1000)];
      const { count, isHealthy, epochs } = this.groups[index]!;
      if (epochs.get(node) !== epoch) return;
      isHealthy.set(node, this.isUp(node));
      count.look(node);
    });
  }

  /** Null: it is no metric of a target group that `model.targetGroups` has. */
  feedOf({ namespace, name, dimensions }: MetricName, account: string, onChange: OnChange): Feed | null {
    const wantsHealthy = name === 'HealthyHostCount';
    if (namespace !== balancerNamespace || !balancerMetrics.some((one) => one === name)) return null;
    const { TargetGroup: value } = dimensions;
    const group = value === undefined ? undefined : targetGroupOf(this.simulation.scenario, value);
    if (group === undefined) return null;
    const isHealthy = new Map<number, boolean>();
    const { fleet } = this.simulation;
    const isRegistered = (node: number): boolean => {
      const state = fleet.powerOf(node);
      return state !== power.notLaunched && state !== power.terminated;
    };
    const isCounted = (node: number): boolean =>
      isRegistered(node) && (isHealthy.get(node) ?? this.isUp(node)) === wantsHealthy;
    const count = new NodeCount(
      this.simulation,
      targetsOf(this.simulation, group, account),
      isCounted,
      onChange,
    );
    const epochs = new Map<number, number>();
    const index = this.groups.push({ count, isHealthy, epochs }) - 1;
    const { nodeWentDown, nodeBooted, nodeTerminated, nodeLaunched } = this.simulation.facts.of(nodeFacts);
    nodeWentDown.listen((node) => this.check(index, node, group.unhealthyAfter));
    nodeBooted.listen((node) => this.check(index, node, group.healthyAfter));
    nodeLaunched.listen((node) => this.check(index, node, group.healthyAfter));
    nodeTerminated.listen((node) => count.look(node));
    const begin = () => {
      epochs.clear();
      isHealthy.clear();
      count.begin();
    };
    return { samples: count.samples, begin };
  }

  private check(index: number, node: number, afterMs: number): void {
    const { count, isHealthy, epochs } = this.groups[index]!;
    if (!count.means(node)) return;
    const { kernel } = this.simulation;
    // It stays as it was until enough checks have said otherwise.
    if (!isHealthy.has(node)) isHealthy.set(node, !this.isUp(node));
    const epoch = (epochs.get(node) ?? 0) + 1;
    epochs.set(node, epoch);
    kernel.schedule(kernel.nowMs + afterMs, this.checkDue, node, epoch * 1000 + index);
  }

  private isUp(node: number): boolean {
    return this.simulation.fleet.powerOf(node) === power.running;
  }
}

function targetsOf(
  { fleet, names }: Simulation,
  { nodes: selector }: TargetGroupModel,
  account: string,
): number[] {
  const { group, tags = {}, names: named } = selector;
  const meant = named === undefined ? null : new Set(named.map((name) => names.find(name)));
  const found: number[] = [];
  for (const cohort of fleet.cohorts) {
    if (!isAmong(cohort.group, { account }) || (group !== undefined && cohort.group.name !== group)) continue;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
      if (meant !== null && !meant.has(node)) continue;
      const has = fleet.tagsOf(node);
      if (Object.entries(tags).every(([key, value]) => has[key] === value)) found.push(node);
    }
  }
  return found;
}
