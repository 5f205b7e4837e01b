/**
 * EventBridge: events reach the bus, rules are matched against them or come due by schedule, and each target of a rule is
 * handed the event.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
 */

import { flatten, matchesPattern } from '../../aws/event-pattern.ts';
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import type { AwsEvent } from '../../capability/aws-events.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { ordinalFrom, uuidFrom } from '../../world/made-ids.ts';
import { envelopeOf } from './envelope.ts';
import { eventBridgeFacts } from './events.ts';
import { eventsModel } from './model.ts';
import { rulesOf } from './resources/index.ts';
import type { BusEvent, Delivery, Rule, RuleTally } from './state.ts';
import { startTargets } from './targets/index.ts';

export class EventBridge {
  readonly tallies: readonly RuleTally[];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof eventBridgeFacts>;
  private readonly byRule: ReadonlyMap<Rule, RuleTally>;
  private readonly deliver: (delivery: Delivery) => void;
  private readonly delay: Sampler;
  private readonly arrived: EventType;
  private readonly due: EventType;
  /** On their way to the bus. */
  private readonly pending = new Map<number, BusEvent>();
  private eventCount = 0;
  /** How many events there were of one content, so that the next has an id and draws of its own. */
  private readonly repeats = new Map<string, number>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, facts, scenario } = simulation;
    this.facts = facts.of(eventBridgeFacts);
    this.tallies = rulesOf(scenario).map(newTally);
    this.byRule = new Map(this.tallies.map((tally) => [tally.rule, tally]));
    this.deliver = startTargets(simulation);
    this.delay = samplerOf(modelIn(scenario, eventsModel).delay);
    this.arrived = kernel.on('event-bridge/event-arrived', (index) => this.receive(index));
    this.due = kernel.on('event-bridge/schedule-due', (index) => this.comeDue(index));
    this.count();
  }

  clear(): void {
    this.pending.clear();
    this.repeats.clear();
    this.eventCount = 0;
    for (const tally of this.tallies) Object.assign(tally, { ...newTally(tally.rule), failures: new Map() });
  }

  /** Events are told only where a rule, or a file of events, waits for them. */
  observe(): void {
    const { scenario } = this.simulation;
    if (this.tallies.every(({ rule }) => rule.pattern === null)) return;
    for (const { awsEvents = [] } of capabilitiesOf(scenario)) {
      for (const spec of awsEvents) spec.listen(this.simulation, (event) => this.tell(event));
    }
  }

  start(): void {
    for (const index of this.tallies.keys()) this.scheduleNext(index, this.simulation.scenario.startMs);
  }

  /** AWS delivers events of its services on a best effort basis: late, and sometimes not at all. */
  private tell(event: AwsEvent): void {
    const { kernel, scenario, random } = this.simulation;
    const identity = identityOf(event);
    const occurrence = this.repeats.get(identity) ?? 0;
    this.repeats.set(identity, occurrence + 1);
    const ordinal = ordinalFrom(identity);
    const envelope = envelopeOf(
      event,
      scenario.account,
      uuidFrom(scenario.name, scenario.seed, identity, occurrence),
    );
    const onBus: BusEvent = {
      envelope,
      fields: flatten(envelope as never),
      bus: 'default',
      node: event.node,
    };
    const lost = random.stream('event-bridge/loss', event.detailType).uniform(ordinal, occurrence);
    if (lost < modelIn(scenario, eventsModel).loss) return this.facts.eventLost.tell(onBus);
    const stream = random.stream('event-bridge/delay', event.detailType);
    const delayMs = this.delay.durationMs(stream, ordinal, occurrence);
    this.pending.set(this.eventCount, onBus);
    kernel.schedule(kernel.nowMs + delayMs, this.arrived, this.eventCount);
    this.eventCount += 1;
  }

  private receive(index: number): void {
    const event = this.pending.get(index)!;
    this.pending.delete(index);
    for (const { rule } of this.tallies) {
      if (!rule.isEnabled || rule.pattern === null || rule.bus !== event.bus) continue;
      if (matchesPattern(rule.pattern, event.fields)) this.match(rule, event);
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
    for (const target of rule.targets) this.deliver({ rule, target, event, atMs, occurrence });
  }

  private scheduleNext(index: number, fromMs: number): void {
    const { schedule, isEnabled } = this.tallies[index]!.rule;
    const nextMs = schedule === null || !isEnabled ? null : firstStartAtOrAfter(schedule, fromMs);
    if (nextMs !== null) this.simulation.kernel.schedule(nextMs, this.due, index);
  }

  /** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
  private comeDue(index: number): void {
    const { kernel, scenario } = this.simulation;
    const { rule } = this.tallies[index]!;
    const envelope = envelopeOf(
      {
        source: 'aws.events',
        detailType: 'Scheduled Event',
        atMs: kernel.nowMs,
        resources: [rule.arn],
        detail: {},
        node: null,
      },
      scenario.account,
      uuidFrom(scenario.name, scenario.seed, rule.arn, kernel.nowMs),
    );
    this.match(rule, { envelope, fields: flatten(envelope as never), bus: rule.bus, node: null });
    this.scheduleNext(index, kernel.nowMs + 1);
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

function newTally(rule: Rule): RuleTally {
  const counts = { matched: 0, invoked: 0, failedInvocations: 0, deadLettered: 0 };
  return { rule, ...counts, firstMs: null, lastMs: null, failures: new Map() };
}

/** What an event is about, without the times in it: a setting that moves it leaves its draws as they were. */
function identityOf({ source, detailType, resources, detail }: AwsEvent): string {
  const timeless = Object.entries(detail).filter(([name]) => !/time|date|expire|at$/i.test(name));
  return JSON.stringify([source, detailType, resources, timeless]);
}
