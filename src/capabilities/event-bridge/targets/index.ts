/**
 * What becomes of an event that a rule hands to a target: it is invoked, tried again, or given up.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
import type { FactsIn } from '../../../capability/facts.ts';
import { modelIn } from '../../../capability/model.ts';
import { runFacts } from '../../../capability/run-facts.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import type { EventType } from '../../../kernel/kernel.ts';
import { resolveGroup } from '../../../world/target-resolution.ts';
import type { UnsentCommand } from '../attempts.ts';
import { eventBridgeFacts } from '../events.ts';
import { eventsModel } from '../model.ts';
import { sendObstacle } from '../resources/queues.ts';
import type { Delivery, Rule, RuleTarget } from '../state.ts';
import { payloadOf } from './input.ts';
import { invoke } from './invoke.ts';
import { kindOf } from './kinds.ts';
import { invocationObstacle } from './permissions.ts';
import { retryAfterMs } from './retries.ts';
import { Runaway } from './runaway.ts';
import { sourceOfTarget } from './sources.ts';

interface Attempted {
  readonly delivery: Delivery;
  readonly attempt: number;
}

export class Targets {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof eventBridgeFacts>;
  /** Commands that were not sent, for want of a permission. */
  readonly unsent: UnsentCommand[] = [];
  /** Why a target is never invoked; null: it may be. No call changes a role or a policy, so it is asked once for each. */
  private readonly obstacles = new Map<RuleTarget, string | null>();
  private readonly waiting: Attempted[] = [];
  private readonly runaways = new Map<RuleTarget, Runaway>();
  private readonly retryDue: EventType;
  private readonly turnedAway: number;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(eventBridgeFacts);
    this.turnedAway = modelIn(simulation.scenario, eventsModel).turnedAway;
    this.retryDue = simulation.kernel.on('event-bridge/retry-due', (_, index) => {
      const { delivery, attempt } = this.waiting[index]!;
      this.attempt(delivery, attempt);
    });
  }

  clear(): void {
    this.waiting.length = 0;
    this.unsent.length = 0;
    this.runaways.clear();
  }

  deliver(delivery: Delivery): void {
    this.attempt(delivery, 1);
  }

  /** #eb-rule-dlq: a missing permission or target is not tried again, since every attempt would fail. */
  private attempt(delivery: Delivery, attempt: number): void {
    const { rule, target } = delivery;
    const obstacle = this.obstacleTo(rule, target);
    if (obstacle !== null) {
      if (kindOf(target.arn) === 'command') this.leaveOut(delivery, obstacle);
      return this.giveUp(delivery, obstacle);
    }
    const payload = payloadOf(delivery);
    if ('problem' in payload) return this.giveUp(delivery, payload.problem);
    if (this.isTurnedAway(delivery, attempt)) return this.tryAgain(delivery, attempt);
    this.facts.targetInvoked.tell(delivery);
    invoke(this.simulation, delivery, payload.value);
    this.watch(delivery);
  }

  /** Only what runs something has events of its own, which the rule may match in turn. */
  private watch({ rule, target }: Delivery): void {
    const { kernel, fleet } = this.simulation;
    const kind = kindOf(target.arn);
    if (kind !== 'command' && kind !== 'automation') return;
    const runaway = this.runaways.get(target) ?? new Runaway(fleet.count);
    this.runaways.set(target, runaway);
    const reason = runaway.started(rule.logicalId, kind, kernel.nowMs);
    if (reason !== null) kernel.giveUp(reason);
  }

  private obstacleTo(rule: Rule, target: RuleTarget): string | null {
    let obstacle = this.obstacles.get(target);
    if (obstacle === undefined) {
      obstacle = invocationObstacle(this.simulation.scenario, rule, target);
      this.obstacles.set(target, obstacle);
    }
    return obstacle;
  }

  private isTurnedAway(delivery: Delivery, attempt: number): boolean {
    return this.turnedAway > 0 && this.drawn('turned-away', delivery, attempt) < this.turnedAway;
  }

  private tryAgain(delivery: Delivery, attempt: number): void {
    const { kernel } = this.simulation;
    const ageMs = kernel.nowMs - delivery.atMs;
    const pauseMs = retryAfterMs(
      attempt,
      ageMs,
      delivery.target.retry,
      this.drawn('backoff', delivery, attempt),
    );
    if (pauseMs === null) return this.giveUp(delivery, 'it turned away every attempt of the retry policy');
    const index = this.waiting.push({ delivery, attempt: attempt + 1 }) - 1;
    kernel.schedule(kernel.nowMs + pauseMs, this.retryDue, 0, index);
  }

  private giveUp(delivery: Delivery, reason: string): void {
    const { rule, target } = delivery;
    const { nouns } = this.simulation.scenario;
    this.facts.invocationFailed.tell(delivery, reason);
    if (target.deadLetterArn === null) return;
    const obstacle = sendObstacle(nouns, target.deadLetterArn, rule.service, rule.arn);
    if (obstacle === null) this.facts.deadLettered.tell(delivery);
  }

  /** The nodes that the command was for go without it, which `explain` tells. */
  private leaveOut(delivery: Delivery, reason: string): void {
    const { facts, fleet, names, kernel } = this.simulation;
    const source = sourceOfTarget(delivery.rule, delivery.target);
    const { nodes } = resolveGroup(fleet, names, source.targetGroups[0]!, source.account);
    const atMs = kernel.nowMs;
    this.unsent.push({ delivery, nodes, reason, atMs });
    const cause = 'ROLE_NOT_ASSUMABLE';
    facts.of(runFacts).nodesLeftOut.tell({ source, snapshot: null, requestedMs: atMs, nodes, cause });
  }

  private drawn(purpose: string, { rule, target, occurrence }: Delivery, attempt: number): number {
    const stream = this.simulation.random.stream(`event-bridge/${purpose}`, rule.logicalId, target.id);
    return stream.uniform(occurrence, attempt);
  }
}
