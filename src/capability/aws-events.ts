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
