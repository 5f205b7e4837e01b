/** What of AWS an execution may make or change that is no node: images, snapshots, stacks, instances outside of the fleet. */
import type { Simulation } from '../../../capability/simulation.ts';
import { idFrom } from '../../../world/made-ids.ts';
import type { Value, ValueMap } from '../content/runbook.ts';

type CloudKind = 'image' | 'snapshot' | 'stack' | 'instance' | 'instance-profile' | 'association';

export interface CloudObject {
  readonly kind: CloudKind;
  readonly id: string;
  readonly name: string;
  /** A name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  readonly createdMs: number;
  /** What it is in, or will be once it has settled. */
  state: string;
  /** What it is in until then, such as `pending`. */
  passing: string;
  settlesMs: number;
  /** What else a description of it has. */
  details: ValueMap;
}

export class CloudObjects {
  private readonly simulation: Simulation;
  private readonly objects = new Map<string, CloudObject>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  clear(): void {
    this.objects.clear();
  }

  /** `key` names it in this simulation: the same for the same step of the same execution. */
  make(
    kind: CloudKind,
    {
      prefix,
      key,
      ...made
    }: { prefix: string; key: string; name: string; account: string; details: ValueMap },
    { passing, state, forMs }: { passing: string; state: string; forMs: number },
  ): CloudObject {
    const { scenario, kernel } = this.simulation;
    const id = idFrom(prefix, scenario.name, key, this.objects.size);
    const createdMs = kernel.nowMs;
    const object = { kind, id, createdMs, state, passing, settlesMs: createdMs + forMs, ...made };
    this.objects.set(id, object);
    return object;
  }

  change(object: CloudObject, passing: string, state: string, forMs: number): void {
    object.passing = passing;
    object.state = state;
    object.settlesMs = this.simulation.kernel.nowMs + forMs;
  }

  stateOf({ settlesMs, passing, state }: CloudObject): string {
    return this.simulation.kernel.nowMs < settlesMs ? passing : state;
  }

  /** By its id, or by its name. */
  find(kind: CloudKind, idOrName: Value | undefined, account: string): CloudObject | undefined {
    const byId = this.objects.get(String(idOrName));
    if (byId?.kind === kind && byId.account === account) return byId;
    return this.of(kind, account).findLast(({ name }) => name === idOrName);
  }

  remove({ id }: CloudObject): void {
    this.objects.delete(id);
  }

  of(kind: CloudKind, account: string): readonly CloudObject[] {
    return [...this.objects.values()].filter((one) => one.kind === kind && one.account === account);
  }
}
