/**
 * Instances of EC2 as its API sees them: nodes of the fleet, and instances that executions launch beside it.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html
 */
import type { Simulation } from '../../../capability/simulation.ts';
import { power } from '../../../world/node-records.ts';
import { isIn } from '../../../world/target-resolution.ts';
import { nodeFacts, nodesView, type PowerAction, type StatusCheck } from '../../managed-nodes/facts.ts';
import type { Timers } from '../timers.ts';
import type { CloudObject, CloudObjects } from './objects.ts';

export type Instance =
  | { readonly id: string; readonly node: number; readonly object: null }
  | { readonly id: string; readonly node: null; readonly object: CloudObject };

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

/** AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const stateCodes: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export type CheckStatus = 'ok' | 'impaired' | 'initializing' | 'not-applicable';

interface Passing {
  readonly state: InstanceState;
  readonly untilMs: number;
}

export class Instances {
  private readonly simulation: Simulation;
  private readonly timers: Timers;
  private readonly objects: CloudObjects;
  /** Nodes on their way to another state. */
  private readonly passing = new Map<number, Passing>();
  /** Until when the status checks of what has started are initializing, by id. */
  private readonly checkedMs = new Map<string, number>();

  constructor(simulation: Simulation, timers: Timers, objects: CloudObjects) {
    this.simulation = simulation;
    this.timers = timers;
    this.objects = objects;
  }

  clear(): void {
    this.passing.clear();
    this.checkedMs.clear();
  }

  /** By its id, or by the name of its node. Hybrid nodes are no instances; what has not been launched does not exist. */
  find(idOrName: string, account: string): Instance | undefined {
    const { fleet, names } = this.simulation;
    const object = this.objects.find('instance', idOrName, account);
    if (object !== undefined) return { id: object.id, node: null, object };
    const node = names.find(idOrName);
    if (node === undefined || !isIn(fleet, node, account) || !this.exists(node)) return undefined;
    return { id: names.idOf(node), node, object: null };
  }

  /** All of an account that fit, at most `limit`. */
  all(account: string, limit: number, fits: (instance: Instance) => boolean): Instance[] {
    const { fleet, names } = this.simulation;
    const found: Instance[] = [];
    const add = (one: Instance): void => {
      if (fits(one)) found.push(one);
    };
    for (const { group, first, count } of fleet.cohorts) {
      if ((group.account ?? '') !== account || group.hybridActivation !== null) continue;
      for (let node = first; node < first + count && found.length < limit; node += 1) {
        if (this.exists(node)) add({ id: names.idOf(node), node, object: null });
      }
    }
    for (const object of this.objects.of('instance', account)) add({ id: object.id, node: null, object });
    return found;
  }

  private exists(node: number): boolean {
    const { fleet } = this.simulation;
    return fleet.groupOf(node).hybridActivation === null && fleet.powerOf(node) !== power.notLaunched;
  }

  stateOf({ node, object }: Instance): InstanceState {
    if (object !== null) return this.objects.stateOf(object) as InstanceState;
    const passing = this.passing.get(node);
    if (passing !== undefined && this.simulation.kernel.nowMs < passing.untilMs) return passing.state;
    const state = this.simulation.fleet.powerOf(node);
    if (state === power.stopped) return 'stopped';
    return state === power.terminated ? 'terminated' : 'running';
  }

  /** What DescribeInstanceStatus says of one of its two checks. */
  checkOf(instance: Instance, check: StatusCheck): CheckStatus {
    if (this.stateOf(instance) !== 'running') return 'not-applicable';
    if (this.simulation.kernel.nowMs < (this.checkedMs.get(instance.id) ?? 0)) return 'initializing';
    const { node } = instance;
    if (node === null) return 'ok';
    const { views, fleet } = this.simulation;
    // What does not come back from a reboot does not answer ARP requests: that is what the check of the instance asks.
    const isLost = check === 'instance' && fleet.powerOf(node) === power.lost;
    return isLost || views.of(nodesView).isImpaired(node, check) ? 'impaired' : 'ok';
  }

  isWell(instance: Instance): boolean {
    return this.checkOf(instance, 'instance') === 'ok' && this.checkOf(instance, 'system') === 'ok';
  }

  /** `checksMs`: from running to status checks that are ok. */
  start(instance: Instance, forMs: number, checksMs: number, by: string): void {
    this.checkedMs.set(instance.id, this.simulation.kernel.nowMs + forMs + checksMs);
    this.pass(instance, 'pending', 'running', forMs);
    if (instance.node !== null) this.timers.after(forMs, () => this.ask(instance, 'start', by));
  }

  /** The operating system goes down at once; the instance is stopping for a while. */
  stop(instance: Instance, forMs: number, by: string): void {
    this.ask(instance, 'stop', by);
    this.pass(instance, 'stopping', 'stopped', forMs);
  }

  terminate(instance: Instance, forMs: number, by: string): void {
    this.ask(instance, 'terminate', by);
    this.pass(instance, 'shutting-down', 'terminated', forMs);
  }

  reboot(instance: Instance, by: string): void {
    this.ask(instance, 'reboot', by);
  }

  private ask({ node }: Instance, action: PowerAction, by: string): void {
    if (node !== null) this.simulation.facts.of(nodeFacts).powerRequested.tell(node, action, by);
  }

  private pass({ node, object }: Instance, state: InstanceState, then: InstanceState, forMs: number): void {
    if (object !== null) this.objects.change(object, state, then, forMs);
    else this.passing.set(node, { state, untilMs: this.simulation.kernel.nowMs + forMs });
  }
}
