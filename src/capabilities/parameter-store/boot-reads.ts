/**
 * Nodes that read parameters when they boot, in the name of their instance profile. The service decrypts: a node needs a way to
 * Systems Manager, and none to AWS KMS.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { modelByGroup, OfNodes } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams, epochMinute } from '../../capability/streams.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import type { Denial } from './access.ts';
import { callerOfNode } from './callers.ts';
import { throttled } from './client.ts';
import { parameterFacts } from './events.ts';
import type { ParameterStore } from './machine.ts';
import { type ParameterStoreModel, parameterStoreModel } from './model.ts';
import type { BootRecord } from './records.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { namesMax, type Read } from './request.ts';
import { bootsWithParameters } from './uses.ts';

interface BootModel extends ParameterStoreModel {
  readonly delay: Sampler;
  readonly reads: readonly Read[];
}

type Boot = { -readonly [Key in keyof BootRecord]: BootRecord[Key] } & {
  readonly model: BootModel;
  /** How often the node had gone down before. */
  readonly downs: number;
};

/** Draws of one boot are told apart by the place of the call and its attempt. */
const attemptsMax = 1001;

export class BootReads {
  private readonly simulation: Simulation;
  private readonly store: ParameterStore;
  private readonly facts: FactsIn<typeof parameterFacts>;
  private readonly nodes: NodesView;
  private readonly models: OfNodes<BootModel>;
  private readonly delays: CohortStreams;
  private readonly backoffs: CohortStreams;
  private readonly readDue: EventType;
  /** How often each node went down. */
  private readonly downs = new Map<number, number>();

  /** Listens to nothing where no group reads anything. */
  constructor(simulation: Simulation, store: ParameterStore) {
    this.simulation = simulation;
    this.store = store;
    const { scenario, kernel, fleet, facts, views } = simulation;
    this.facts = facts.of(parameterFacts);
    this.nodes = views.of(nodesView);
    this.models = new OfNodes(fleet, modelByGroup(scenario, parameterStoreModel, compiled));
    this.delays = new CohortStreams(simulation, 'parameter-store/boot-delay');
    this.backoffs = new CohortStreams(simulation, 'parameter-store/boot-backoff');
    this.readDue = kernel.on('parameter-store/boot-read-due', (node, downs) => this.begin(node, downs));
    if (!bootsWithParameters(scenario)) return;
    facts.of(nodeFacts).nodeWentDown.listen((node) => this.downs.set(node, this.downsOf(node) + 1));
    facts.of(nodeFacts).nodeLaunched.listen((node) => this.booted(node));
    facts.of(nodeFacts).nodeBooted.listen((node) => this.booted(node));
  }

  clear(): void {
    this.downs.clear();
  }

  private downsOf(node: number): number {
    return this.downs.get(node) ?? 0;
  }

  private booted(node: number): void {
    const { kernel, fleet } = this.simulation;
    const { reads, delay } = this.models.of(node);
    if (reads.length === 0) return;
    const occurrence = epochMinute(kernel.nowMs);
    const delayMs = delay.durationMs(this.delays.of(node), fleet.ordinalOf(node), occurrence);
    kernel.schedule(kernel.nowMs + delayMs, this.readDue, node, this.downsOf(node));
  }

  private begin(node: number, downs: number): void {
    const { kernel } = this.simulation;
    if (this.downsOf(node) !== downs) return;
    const model = this.models.of(node);
    const boot: Boot = {
      node,
      model,
      downs,
      names: model.atBoot,
      beganMs: kernel.nowMs,
      throttled: 0,
      endedMs: null,
      refusal: null,
    };
    this.store.boots.push(boot);
    this.facts.readBegan.tell(node);
    this.read(boot, 0);
  }

  /** One call after the other; what is refused ends the script. */
  private read(boot: Boot, place: number): void {
    const { node, model } = boot;
    const { fleet } = this.simulation;
    const asked = model.reads[place];
    if (asked === undefined) return this.end(boot, null);
    const profile = this.nodes.profileOf(node);
    if (profile === null) return this.end(boot, noCredentials);
    if (!this.nodes.reachesService(node)) return this.end(boot, noWay);
    const account = fleet.groupOf(node).account ?? '';
    const occurrence = epochMinute(boot.beganMs);
    this.store.client.send({
      call: asked.call,
      account,
      model,
      draw: (attempt) => this.backoffs.uniform(node, occurrence, place * attemptsMax + attempt),
      isWanted: () => this.downsOf(node) === boot.downs,
      onThrottled: (attempt) => {
        boot.throttled += 1;
        this.facts.readThrottled.tell(node, asked.call, attempt);
      },
      answer: (attempt) => {
        if (attempt === null) return this.end(boot, throttled);
        const { scenario, names } = this.simulation;
        const caller = callerOfNode(scenario, profile, { account, id: names.idOf(node) });
        const answer = this.store.read(account, caller, asked);
        if (isRefusal(answer)) return this.end(boot, answer);
        if (answer.invalid.length > 0) return this.end(boot, invalidNames(answer.invalid));
        this.read(boot, place + 1);
      },
    });
  }

  private end(boot: Boot, refusal: Refusal | Denial | null): void {
    boot.endedMs = this.simulation.kernel.nowMs;
    boot.refusal = refusal;
    this.facts.readEnded.tell(boot.node, refusal?.error ?? 'Success');
  }
}

/** As the SDKs say it. */
const noCredentials: Refusal = { error: 'NoCredentials', message: 'Unable to locate credentials' };
const noWay: Refusal = {
  error: 'ConnectTimeout',
  message: 'Connect timeout on the endpoint of Systems Manager',
};

function invalidNames(names: readonly string[]): Refusal {
  return { error: 'InvalidParameters', message: `GetParameters does not find ${names.join(', ')}` };
}

function compiled(model: ParameterStoreModel): BootModel {
  const { atBoot, bootCall, bootDelay } = model;
  const size = bootCall === 'GetParameter' ? 1 : namesMax;
  const reads = Array.from({ length: Math.ceil(atBoot.length / size) }, (_, index): Read => {
    const names = atBoot.slice(index * size, (index + 1) * size);
    return { call: bootCall, names, withDecryption: true, isRecursive: false, pageSize: namesMax };
  });
  return { ...model, delay: samplerOf(bootDelay), reads };
}
