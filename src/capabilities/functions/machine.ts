/**
 * Functions and state machines: an invocation runs as long as `model.functions` says, fails as often, is tried again as Lambda
 * does, counts, and notifies.
 *
 * AWS: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */

import { awsUuid } from '../../capability/event-arns.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { type ServiceDraw, ServiceRuns } from '../../capability/service-runs.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { notificationFacts } from '../notifications/facts.ts';
import { commandsView } from '../run-command/facts.ts';
import { Counter } from './counter.ts';
import { functionFacts } from './events.ts';
import { type FunctionModel, functionModelOf, type Then } from './model.ts';
import type { InvocationRequest } from './request.ts';
import { namesOfCallee, retriesOf, retryAfterMs } from './rules.ts';

interface Run {
  readonly request: InvocationRequest;
  /** The key of `model.functions`. */
  readonly name: string;
  readonly model: FunctionModel | undefined;
  attempts: number;
  /** Whether this event made its row long enough; it is counted once, however often it is tried. Null: not yet. */
  isReached: boolean | null;
}

export class Functions {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof functionFacts>;
  private readonly models: ReadonlyMap<string, FunctionModel>;
  private readonly services: ServiceRuns;
  private readonly counter = new Counter();
  /** Ids of commands that only scan, as AWS makes them, of the commands seen so far. */
  private readonly scans = new Set<string>();
  private seenCommands = 0;
  private readonly runs: Run[] = [];
  private readonly runDue: EventType;
  private readonly retryDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(functionFacts);
    this.models = functionModelOf(simulation.scenario);
    this.services = new ServiceRuns(simulation, 'functions', (name) => {
      const model = this.models.get(name);
      return model === undefined ? undefined : { run: model.run, failsShare: model.fails };
    });
    const { kernel } = simulation;
    this.runDue = kernel.on('functions/run-due', (_, index) => this.end(index));
    this.retryDue = kernel.on('functions/retry-due', (_, index) => this.start(index));
    this.facts.invocationRequested.listen((request) => this.invoke(request));
  }

  clear(): void {
    this.runs.length = 0;
    this.counter.clear();
    this.scans.clear();
    this.seenCommands = 0;
  }

  private invoke(request: InvocationRequest): void {
    const name = this.keyOf(request);
    const run = { request, name, model: this.models.get(name), attempts: 0, isReached: null };
    this.start(this.runs.push(run) - 1);
  }

  /** The file may call it by its logical id or by its name. */
  private keyOf({ kind, name }: InvocationRequest): string {
    const names = namesOfCallee(this.simulation.scenario, kind, name);
    return names.find((one) => this.models.has(one)) ?? names[0]!;
  }

  private start(index: number): void {
    const { kernel } = this.simulation;
    const run = this.runs[index]!;
    run.attempts += 1;
    const durationMs = this.services.durationMs(run.name, drawOf(run));
    kernel.schedule(kernel.nowMs + durationMs, this.runDue, 0, index);
  }

  private end(index: number): void {
    const { kernel, scenario } = this.simulation;
    const run = this.runs[index]!;
    const { request, attempts } = run;
    const hasFailed = this.services.hasFailed(run.name, drawOf(run)) || this.failsNow(run);
    const ageMs = kernel.nowMs - request.requestedMs;
    const waitMs = hasFailed ? retryAfterMs(attempts, ageMs, retriesOf(scenario, request)) : null;
    if (waitMs !== null) return kernel.schedule(kernel.nowMs + waitMs, this.retryDue, 0, index);
    const then = hasFailed ? null : this.thenOf(run);
    const answer = hasFailed ? undefined : (then?.answer ?? run.model?.answer);
    this.facts.invocationFinished.tell({ request, function: run.name, hasFailed, attempts, answer });
    if (then?.notify !== undefined) this.notify(run, then.notify);
  }

  /** What it does after this event; null: nothing. */
  private thenOf(run: Run): Then | null {
    const { model, request } = run;
    if (model?.then === undefined) return null;
    if (model.count === undefined) return model.then;
    run.isReached ??= this.counter.count(model.count, run.name, request.payload, (id) => this.isScan(id));
    return run.isReached ? model.then : null;
  }

  private failsNow(run: Run): boolean {
    const share = this.thenOf(run)?.fails ?? 0;
    return this.services.isDrawn(share, { ...drawOf(run), subject: `${run.name}/then` });
  }

  /** What ListCommands would say of the command. */
  private isScan(commandId: string): boolean {
    const { commands } = this.simulation.views.of(commandsView);
    for (; this.seenCommands < commands.length; this.seenCommands += 1) {
      const { id, request } = commands[this.seenCommands]!;
      if (request.parameters['Operation']?.[0] === 'Scan')
        this.scans.add(awsUuid(this.simulation, 'command', id));
    }
    return this.scans.has(commandId);
  }

  private notify({ request, name, model }: Run, topic: string): void {
    const { kernel, facts } = this.simulation;
    const { resource, node, source } = request;
    const { count } = model ?? {};
    const why = count === undefined ? 'was invoked' : `counted ${count.of} ${count.inARow} times in a row`;
    facts.of(notificationFacts).notificationRequested.tell({
      topic,
      by: null,
      rule: source,
      resource,
      node,
      subject: `${name}: ${resource} ${why}`,
      atMs: kernel.nowMs,
    });
  }
}

function drawOf({ name, request, attempts }: Run): ServiceDraw {
  return { subject: name, node: request.node, occurrence: request.occurrence, part: attempts - 1 };
}
