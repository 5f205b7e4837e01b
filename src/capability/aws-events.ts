/**
 * What AWS tells EventBridge of what happens in a capability. Facts are ours; an event has the envelope and the fields that
 * AWS documents, and is made only where a rule or `--events-as eventbridge` waits for it.
 */
import type { Simulation } from './simulation.ts';

/**
 * An event as it reaches a bus, before its envelope has an id.
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export interface AwsEvent {
  /** `aws.ssm` */
  readonly source: string;
  readonly detailType: string;
  /** Epoch milliseconds at which it happened. */
  readonly atMs: number;
  /** ARNs of what it is about. */
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  /** The node that it is about, by its index; null: it is about none. */
  readonly node: number | null;
  /** In which account and Region it happens: a name under `accounts`. Absent: in those of its node, else in those of `account`. */
  readonly account?: string | undefined;
}

/** What a listener remembers of earlier events in the same run: listeners are added once, for all replications. */
export class RunMemory<Key, Value> {
  private readonly random: Simulation['random'];
  private readonly values = new Map<Key, Value>();
  private replication: number | null = null;

  constructor({ random }: Pick<Simulation, 'random'>) {
    this.random = random;
  }

  get(key: Key): Value | undefined {
    return this.replication === this.random.replication ? this.values.get(key) : undefined;
  }

  set(key: Key, value: Value): void {
    if (this.replication !== this.random.replication) this.values.clear();
    this.replication = this.random.replication;
    this.values.set(key, value);
  }
}

export interface AwsEventSpec {
  /** As AWS writes it: `EC2 Command Status-change Notification`. */
  readonly detailTypes: readonly string[];
  /** Where AWS documents them. */
  readonly page: string;
  /** AWS documents that none of them is lost. Absent: they are sent on a best effort basis. */
  readonly isGuaranteed?: true;
  /** Adds listeners that tell them. Called once for a simulation, and not at all where nothing waits for events. */
  readonly listen: (simulation: Simulation, tell: (event: AwsEvent) => void) => void;
}
