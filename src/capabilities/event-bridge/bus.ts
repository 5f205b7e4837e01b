/**
 * Events on their way to a bus: each has an id, comes some time after what it tells, and may be lost.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-delivery-level.html
 */
import { flatten, type JsonObject } from '../../aws/event-matching.ts';
import type { AwsEvent } from '../../capability/aws-events.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { keyFrom, ordinalFrom, uuidFrom } from '../../world/made-ids.ts';
import { accountNamed } from '../../world/scenario.ts';
import type { SentEvent } from './calls.ts';
import { envelopeOf } from './envelope.ts';
import { eventBridgeFacts } from './events.ts';
import { eventsModel } from './model.ts';
import type { BusEvent, Rule } from './state.ts';

export class EventBus {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof eventBridgeFacts>;
  private readonly onArrival: (event: BusEvent) => void;
  private readonly delay: Sampler;
  private readonly loss: number;
  private readonly arrived: EventType;
  /** Whether anything waits for such an event in this account. */
  private readonly isWanted: (event: AwsEvent, account: string) => boolean;
  /** Events that `model.events.loss` took. */
  lostCount = 0;
  /** On their way, by number. Their envelopes are made when they arrive. */
  private readonly pending = new Map<number, () => BusEvent>();
  private sentCount = 0;
  /** How many events there were of one content, so that the next has an id and draws of its own. */
  private readonly repeats = new Map<number, number>();

  constructor(
    simulation: Simulation,
    isWanted: (event: AwsEvent, account: string) => boolean,
    onArrival: (event: BusEvent) => void,
  ) {
    this.simulation = simulation;
    this.isWanted = isWanted;
    this.onArrival = onArrival;
    this.facts = simulation.facts.of(eventBridgeFacts);
    const { delay, loss } = modelIn(simulation.scenario, eventsModel);
    this.delay = samplerOf(delay);
    this.loss = loss;
    this.arrived = simulation.kernel.on('event-bridge/event-arrived', (number) => {
      const arriving = this.pending.get(number)!;
      this.pending.delete(number);
      this.onArrival(arriving());
    });
  }

  clear(): void {
    this.pending.clear();
    this.repeats.clear();
    this.sentCount = 0;
    this.lostCount = 0;
  }

  /** Of a service of AWS. */
  tell(event: AwsEvent, isGuaranteed: boolean): void {
    const account = this.accountOf(event);
    if (!this.isWanted(event, account)) return;
    const identity = identityOf(event);
    const key = keyFrom(identity);
    const occurrence = this.repeats.get(key) ?? 0;
    this.repeats.set(key, occurrence + 1);
    const ordinal = ordinalFrom(identity);
    const make = () => this.onBus(event, this.idOf(identity, occurrence), { bus: 'default', account });
    if (!isGuaranteed && this.isLost(event, ordinal, occurrence)) {
      this.lostCount += 1;
      this.facts.eventLost.tell(make());
    } else this.send(make, event.detailType, ordinal, occurrence);
  }

  /** Of an action in an account: `of` names it and the place of the event in it. */
  put(sent: SentEvent, account: string, of: string): void {
    const { kernel, names } = this.simulation;
    const { source, detailType, resources, detail, given, bus } = sent;
    const named = detail['instance-id'];
    const node = typeof named === 'string' ? (names.find(named) ?? null) : null;
    const told = { source, detailType, resources, detail, atMs: kernel.nowMs, node };
    const event = this.onBus(told, this.idOf(of, 0), { bus, account, given });
    this.send(() => event, detailType, ordinalFrom(of), 0);
  }

  /** AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html */
  ofSchedule({ kind, arn, bus, account = '' }: Rule): BusEvent {
    const atMs = this.simulation.kernel.nowMs;
    const told = {
      source: kind === 'rule' ? 'aws.events' : 'aws.scheduler',
      detailType: 'Scheduled Event',
      resources: [arn],
      detail: {},
      node: null,
    };
    return this.onBus({ ...told, atMs }, this.idOf(arn, atMs), { bus, account });
  }

  private accountOf({ account, node }: AwsEvent): string {
    return account ?? (node === null ? '' : (this.simulation.fleet.groupOf(node).account ?? ''));
  }

  private onBus(event: AwsEvent, id: string, { bus, account, given = {} }: Destination): BusEvent {
    const home = accountNamed(this.simulation.scenario, account);
    const envelope = { ...envelopeOf(event, home, id), ...given };
    return { envelope, fields: flatten({ ...envelope } as JsonObject), bus, account, node: event.node };
  }

  private idOf(identity: string, occurrence: number): string {
    const { name, seed } = this.simulation.scenario;
    return uuidFrom(name, seed, this.simulation.random.replication, identity, occurrence);
  }

  private isLost({ detailType }: AwsEvent, ordinal: number, occurrence: number): boolean {
    if (this.loss === 0) return false;
    return (
      this.simulation.random.stream('event-bridge/loss', detailType).uniform(ordinal, occurrence) < this.loss
    );
  }

  private send(make: () => BusEvent, detailType: string, ordinal: number, occurrence: number): void {
    const { kernel, random } = this.simulation;
    const delayMs = this.delay.durationMs(
      random.stream('event-bridge/delay', detailType),
      ordinal,
      occurrence,
    );
    this.pending.set(this.sentCount, make);
    kernel.schedule(kernel.nowMs + delayMs, this.arrived, this.sentCount);
    this.sentCount += 1;
  }
}

interface Destination extends Pick<BusEvent, 'bus' | 'account'> {
  /** What the envelope has where a call says it. */
  readonly given?: SentEvent['given'];
}

/** What an event is about, without the times in it: a setting that moves it leaves its draws as they were. */
function identityOf({ source, detailType, resources, detail }: AwsEvent): string {
  const timeless = Object.entries(detail).filter(([name]) => !/(time|date|after)$/i.test(name));
  return JSON.stringify([source, detailType, resources, timeless]);
}
