/**
 * EventBridge: events that reach a bus are matched against the patterns of its rules, schedules come due, and each target
 * of the rule is handed the event.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */
import { type EventPattern, type JsonObject, matchesPattern, type Scalar } from '../../aws/event-matching.ts';
import { isPatternProblem, parseEventPattern } from '../../aws/event-pattern.ts';
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import type { AwsEvent } from '../../capability/aws-events.ts';
import { Calls, onCall } from '../../capability/calls.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { ordinalFrom } from '../../world/made-ids.ts';
import { EventBus } from './bus.ts';
import { inject, putEvents, type SentEvent } from './calls.ts';
import { eventBridgeFacts } from './events.ts';
import { Ids } from './ids.ts';
import { rulesOf } from './resources/index.ts';
import type { BusEvent, Rule, RuleTally } from './state.ts';
import { Targets } from './targets/index.ts';

export class EventBridge {
  readonly tallies: readonly RuleTally[];
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof eventBridgeFacts>;
  readonly bus: EventBus;
  private readonly byRule: ReadonlyMap<Rule, RuleTally>;
  readonly targets: Targets;
  private readonly due: EventType;
  private readonly invocationDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, facts, scenario } = simulation;
    this.facts = facts.of(eventBridgeFacts);
    const ids = new Ids(simulation);
    this.tallies = rulesOf(scenario).map((rule) => newTally(rule, patternOf(rule, ids)));
    this.byRule = new Map(this.tallies.map((tally) => [tally.rule, tally]));
    this.targets = new Targets(simulation);
    this.bus = new EventBus(
      simulation,
      (event, account) => simulation.recording.awsEvents !== undefined || this.mayMatch(event, account),
      (event) => this.receive(event),
    );
    this.due = kernel.on('event-bridge/schedule-due', (index) => this.comeDue(index));
    this.invocationDue = kernel.on('event-bridge/invocation-due', (index) => this.invoke(index));
    const put = (events: readonly SentEvent[], { id, account = '' }: Action): void => {
      for (const [index, event] of events.entries())
        this.bus.put(
          {
            ...event,
            detail: ids.in(event.detail) as JsonObject,
            resources: event.resources.map((text) => ids.behind(text)),
          },
          account,
          `${id}/${index + 1}`,
        );
    };
    this.calls = new Calls(simulation, eventBridgeFacts, [onCall(putEvents, put), onCall(inject, put)]);
    this.count();
  }

  clear(): void {
    this.bus.clear();
    this.targets.clear();
    for (const tally of this.tallies) Object.assign(tally, newTally(tally.rule, tally.pattern));
  }

  /** Services tell their events only where a rule or a file waits for them. */
  observe(): void {
    const { scenario, recording } = this.simulation;
    for (const { awsEvents = [] } of capabilitiesOf(scenario)) {
      for (const { detailTypes, isGuaranteed = false, listen } of awsEvents) {
        if (recording.awsEvents === undefined && !this.isAwaited(detailTypes)) continue;
        listen(this.simulation, (event) => this.bus.tell(event, isGuaranteed));
      }
    }
  }

  start(): void {
    for (const index of this.tallies.keys()) this.scheduleNext(index, this.simulation.scenario.startMs);
  }

  /** Whether any rule could match an event of one of these types. */
  private isAwaited(detailTypes: readonly string[]): boolean {
    return this.tallies.some(({ rule, pattern }) =>
      pattern?.some((fields) => {
        const test = fields.get('detail-type');
        return rule.isEnabled && (test === undefined || detailTypes.some((type) => test.accepts(type)));
      }),
    );
  }

  /** By the fields that can be looked up at once; most events of a run end here. */
  private mayMatch(event: AwsEvent, account: string): boolean {
    return this.tallies.some(
      ({ rule, pattern }) =>
        pattern !== null &&
        rule.isEnabled &&
        isIn(rule, account) &&
        pattern.some((fields) => mayMatchAll(fields, event)),
    );
  }

  private receive(event: BusEvent): void {
    this.simulation.recording.awsEvents?.(event.envelope);
    for (const { rule, pattern } of this.tallies) {
      if (!rule.isEnabled || pattern === null || rule.bus !== event.bus || !isIn(rule, event.account))
        continue;
      if (matchesPattern(pattern, event.fields)) this.match(rule, event);
    }
  }

  private match(rule: Rule, event: BusEvent): void {
    const atMs = this.simulation.kernel.nowMs;
    const tally = this.byRule.get(rule)!;
    tally.matched += 1;
    tally.firstMs ??= atMs;
    tally.lastMs = atMs;
    this.facts.ruleMatched.tell(rule, event);
    const occurrence = ordinalFrom(event.envelope.id);
    for (const target of rule.targets) this.targets.deliver({ rule, target, event, atMs, occurrence });
  }

  private scheduleNext(index: number, fromMs: number): void {
    const { schedule, isEnabled } = this.tallies[index]!.rule;
    const nextMs = schedule === null || !isEnabled ? null : firstStartAtOrAfter(schedule, fromMs);
    if (nextMs !== null) this.simulation.kernel.schedule(nextMs, this.due, index);
  }

  private comeDue(index: number): void {
    const { rule } = this.tallies[index]!;
    const { kernel, random } = this.simulation;
    const { nowMs } = kernel;
    if (rule.flexibleMs === 0) this.invoke(index);
    else {
      // ASSUMPTION flexible-time-window: evenly within it; AWS says no more than that it is within it.
      const share = random.stream('event-bridge/flexible', rule.logicalId).uniform(0, ordinalOfMinute(nowMs));
      kernel.schedule(nowMs + Math.floor(share * rule.flexibleMs), this.invocationDue, index);
    }
    this.scheduleNext(index, nowMs + 1);
  }

  private invoke(index: number): void {
    const { rule } = this.tallies[index]!;
    const event = this.bus.ofSchedule(rule);
    this.simulation.recording.awsEvents?.(event.envelope);
    this.match(rule, event);
  }

  private count(): void {
    this.facts.targetInvoked.listen(({ rule }) => {
      this.byRule.get(rule)!.invoked += 1;
    });
    this.facts.invocationFailed.listen(({ rule }, reason) => {
      const tally = this.byRule.get(rule)!;
      tally.failedInvocations += 1;
      tally.failures.set(reason, (tally.failures.get(reason) ?? 0) + 1);
    });
    this.facts.deadLettered.listen(({ rule }) => {
      this.byRule.get(rule)!.deadLettered += 1;
    });
  }
}

function patternOf({ pattern: written }: Rule, ids: Ids): EventPattern | null {
  const pattern = written === null ? null : parseEventPattern(ids.in(written));
  return pattern === null || isPatternProblem(pattern) ? null : pattern;
}

/**
 * Events reach a bus of the account and Region in which they happen.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EventBus.html
 */
function isIn({ account: own = '' }: Rule, account: string): boolean {
  return own === account;
}

function mayMatchAll(fields: EventPattern[number], { source, detailType, detail }: AwsEvent): boolean {
  for (const [name, { accepts, acceptsAbsence }] of fields) {
    const value = name === 'source' ? source : name === 'detail-type' ? detailType : plainIn(detail, name);
    if (value !== undefined && !acceptsAbsence && !accepts(value)) return false;
  }
  return true;
}

/** `status` for `detail.status`; undefined: it is no plain field of the detail. */
function plainIn(detail: AwsEvent['detail'], name: string): Scalar | undefined {
  const value = name.startsWith('detail.') ? detail[name.slice('detail.'.length)] : undefined;
  return typeof value === 'object' ? undefined : (value as Scalar | undefined);
}

function ordinalOfMinute(atMs: number): number {
  return Math.floor(atMs / 60_000);
}

function newTally(rule: Rule, pattern: EventPattern | null): RuleTally {
  const counts = { matched: 0, invoked: 0, failedInvocations: 0, deadLettered: 0 };
  return { rule, pattern, ...counts, firstMs: null, lastMs: null, failures: new Map() };
}
