/**
 * Scans of AWS for policies that are due: each happens at the next scan after its time.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { parameterFacts } from './events.ts';
import { dueMs, type ParameterPolicy, scanAfterMs } from './policies.ts';
import type { Parameter } from './store.ts';

interface Due {
  readonly account: string;
  readonly name: string;
  readonly policy: ParameterPolicy;
  /** Of the parameter, when its policy was set. */
  readonly modifiedMs: number;
}

interface Store {
  find(account: string, name: string): Parameter | undefined;
  expire(account: string, name: string): void;
}

const modifiedMsOf = ({ versions }: Parameter): number => versions.at(-1)!.modifiedMs;

export class PolicyWatch {
  private readonly simulation: Simulation;
  private readonly scanMs: number;
  private readonly store: Store;
  private readonly dues: Due[] = [];
  private readonly scanned: EventType;

  constructor(simulation: Simulation, scanMs: number, store: Store) {
    this.simulation = simulation;
    this.scanMs = scanMs;
    this.store = store;
    this.scanned = simulation.kernel.on('parameter-store/policy-scanned', (index) =>
      this.act(this.dues[index]!),
    );
  }

  clear(): void {
    this.dues.length = 0;
  }

  /** What is told of a time before the run has been told. */
  watch(account: string, parameter: Parameter, before: Parameter | undefined): void {
    const { kernel, scenario } = this.simulation;
    const modifiedMs = modifiedMsOf(parameter);
    for (const policy of parameter.policies) {
      const isOld = before?.policies.includes(policy) === true;
      if (isOld && policy.type !== 'NoChangeNotification') continue;
      const due = dueMs(policy, parameter.policies, modifiedMs);
      if (due === null || (policy.type !== 'Expiration' && due < scenario.startMs)) continue;
      const atMs = scanAfterMs(Math.max(due, kernel.nowMs), scenario.startMs, this.scanMs);
      const index = this.dues.push({ account, name: parameter.name, policy, modifiedMs }) - 1;
      kernel.schedule(atMs, this.scanned, index);
    }
  }

  private act({ account, name, policy, modifiedMs }: Due): void {
    const parameter = this.store.find(account, name);
    if (parameter === undefined || !parameter.policies.includes(policy)) return;
    if (policy.type === 'NoChangeNotification' && modifiedMsOf(parameter) !== modifiedMs) return;
    this.simulation.facts.of(parameterFacts).policyActed.tell({ parameter, policy, account });
    if (policy.type === 'Expiration') this.store.expire(account, name);
  }
}
