/** What a run holds of rules and of events on their way. */
import type { EventPattern, FlatEvent, Json } from '../../aws/event-matching.ts';
import type { Limit } from '../../aws/rate-control.ts';
import type { Schedule } from '../../aws/schedule/schedule.ts';
import type { PowerAction } from '../managed-nodes/facts.ts';
import type { Envelope } from './envelope.ts';

export interface Rule {
  /** A schedule is one of EventBridge Scheduler. */
  readonly kind: 'rule' | 'schedule';
  /** In whose name targets are invoked: what their policies and roles trust. */
  readonly service: string;
  readonly logicalId: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string;
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly isEnabled: boolean;
  /** As it is written, and valid. Null: it has a schedule only. */
  readonly pattern: Json | null;
  /** Null: it has a pattern only. */
  readonly schedule: Schedule | null;
  /** Targets are invoked at a random moment of so long a time after it is due. */
  readonly flexibleMs: number;
  /** In words of the file: `cron(0 2 * * ? *)`. */
  readonly scheduleExpression: string | null;
  /** RoleArn of the rule itself; targets may have their own. */
  readonly roleArn: string | null;
  readonly targets: readonly RuleTarget[];
}

/** AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string | null;
  /** JSON text as it is written; a target has at most one of the three. */
  readonly input: string | null;
  readonly inputPath: string | null;
  readonly inputTransformer: InputTransformer | null;
  /** Null: the target is no Run Command. */
  readonly runCommandTargets: readonly { readonly key: string; readonly values: readonly string[] }[] | null;
  /** Of a command or runbook; absent: what a rule sends names none. */
  readonly limits?: { readonly maxConcurrency: Limit; readonly maxErrors: Limit };
  /** The parameter of a runbook that is given its targets, each in turn. Absent: it has no targets. */
  readonly targetParameterName?: string;
  /** Instances that are started or stopped. Absent: the target is nothing of the kind. */
  readonly power?: { readonly action: PowerAction; readonly instanceIds: readonly string[] };
  readonly retry: RetryPolicy;
  /** ARN of the queue; null: an event that cannot be delivered is lost. */
  readonly deadLetterArn: string | null;
}

export interface InputTransformer {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export interface RetryPolicy {
  readonly maximumAgeMs: number;
  readonly maximumAttempts: number;
}

/** An event on its bus. */
export interface BusEvent {
  readonly envelope: Envelope;
  /** By the names of its fields, as patterns see it. */
  readonly fields: FlatEvent;
  readonly bus: string;
  /** Whose bus it is: a name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  /** The node that it is about; null: none. */
  readonly node: number | null;
}

/** One event for one target of a rule that matched it: what the machine hands to `targets/`. */
export interface Delivery {
  readonly rule: Rule;
  readonly target: RuleTarget;
  readonly event: BusEvent;
  /** When the rule matched. */
  readonly atMs: number;
  /** Names its draws, with rule and target: what no setting changes. */
  readonly occurrence: number;
}

/** What a rule did in a run. */
export interface RuleTally {
  readonly rule: Rule;
  /** Null: no event matches it. */
  readonly pattern: EventPattern | null;
  matched: number;
  invoked: number;
  failedInvocations: number;
  deadLettered: number;
  firstMs: number | null;
  lastMs: number | null;
  /** Reasons of failed invocations, with how many there were. */
  readonly failures: Map<string, number>;
}
