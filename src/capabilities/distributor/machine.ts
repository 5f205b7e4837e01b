/**
 * Distributor: what AWS-ConfigureAWSPackage does on a node, whichever capability sends it. The agent looks for the package and for what
 * is installed; then a script of the package runs. A version that replaces another is missing from the moment the one before is
 * uninstalled; where its install script fails, the agent puts the one before back (amazon-ssm-agent,
 * agent/plugins/configurepackage).
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html
 */
import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { documentsByGroup } from '../../capability/model.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type SoftwareOfNode, softwareFacts } from '../../capability/software.ts';
import { executionSourcesOf } from '../../capability/sources.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import { type Distribution, type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { cataloguesOf, type PackageVersion, packageNames, packageSources } from './catalogue.ts';
import { configurePackage, type PackageRequest, requestIn } from './documents.ts';
import { distributorFacts } from './events.ts';
import { distributorModels } from './model.ts';
import { type PackagesView, packagesView } from './packages-view.ts';
import { type PackageFailure, planOf, type RunPlan } from './rules.ts';
import { PackageState } from './state.ts';

/** `undo` and `restore`: the agent takes away what it could not install, and puts the version before back. */
type Step = 'check' | 'uninstall' | 'script' | 'undo' | 'restore';

/** A run on a node that is not over. */
interface Work {
  readonly node: number;
  readonly run: DocumentRun;
  readonly request: PackageRequest;
  readonly state: PackageState;
  readonly limitMs: number;
  step: Step;
  plan: RunPlan;
  /** What was installed when the agent looked. Null: it was absent. */
  from: string | null;
}

const minuteMs = 60_000;

export class Distributor implements PackagesView {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  private readonly runs: FactsIn<typeof runFacts>;
  private readonly facts: FactsIn<typeof distributorFacts>;
  private readonly software: FactsIn<typeof softwareFacts>;
  private readonly states = new Map<string, PackageState>();
  private readonly models: ReturnType<typeof distributorModels>;
  private readonly documents: ReturnType<typeof documentsByGroup>;
  private readonly samplers = new Map<Distribution, Sampler>();
  private readonly streams: Readonly<Record<Step | 'fails' | 'restoreFails', SubjectStreams>>;
  /** An event holds the place in this list. Undefined: it is over, or was cut off. */
  private readonly works: (Work | undefined)[] = [];
  private readonly byNode = new Map<number, Set<number>>();
  private readonly stepDone: EventType;
  private readonly limitDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, kernel, scenario, views } = simulation;
    views.provide(packagesView, this);
    this.nodes = views.of(nodesView);
    this.runs = facts.of(runFacts);
    this.facts = facts.of(distributorFacts);
    this.models = distributorModels(simulation);
    this.documents = documentsByGroup(scenario);
    const streams = (purpose: string) => new SubjectStreams(simulation, `distributor/${purpose}`);
    this.streams = {
      check: streams('check'),
      uninstall: streams('uninstall'),
      script: streams('script'),
      undo: streams('undo'),
      restore: streams('restore'),
      fails: streams('fails'),
      restoreFails: streams('restore-fails'),
    };
    this.stepDone = kernel.on('distributor/step-done', (_, place) => this.goOn(place));
    this.limitDue = kernel.on('distributor/limit-due', (_, place) => {
      this.end(place, null, { reason: 'killed at its limit', why: 'the agent killed it at its limit' });
    });
    this.software = facts.of(softwareFacts);
    this.software.softwareAsked.listen((node, software) => this.answer(node, software));
    // A runbook may name the document only when it runs.
    if (packageSources(scenario).length === 0 && executionSourcesOf(scenario).length === 0) return;
    this.runs.runStarted.listen((node, run, limitMs) => {
      if (run.source.document === configurePackage) this.start(node, run, limitMs);
    });
    this.runs.runKilled.listen((node, run) => this.cut(node, run));
    facts.of(nodeFacts).nodeWentDown.listen((node) => this.cut(node, null));
    facts.of(nodeFacts).nodeTerminated.listen((node) => {
      for (const state of this.states.values()) state.endAbsence(node, kernel.nowMs);
    });
  }

  clear(): void {
    this.states.clear();
    this.works.length = 0;
    this.byNode.clear();
  }

  settle(): void {
    for (const state of this.states.values()) state.settle(this.simulation.scenario.endMs);
  }

  /** In the order in which the file names them; then those that only a run has named. */
  packages(): readonly PackageState[] {
    const named = packageNames(this.simulation.scenario).map((name) => this.stateOf(name));
    return [...new Set([...named, ...this.states.values()])];
  }

  stateOf(name: string): PackageState {
    let state = this.states.get(name);
    if (state === undefined) {
      state = new PackageState(name, this.simulation.fleet);
      this.states.set(name, state);
    }
    return state;
  }

  private answer(node: number, software: SoftwareOfNode): void {
    for (const state of this.states.values()) {
      if (!state.isChanged(node)) continue;
      const version = state.versionOn(node);
      if (version === null) software.delete(state.name);
      else software.set(state.name, version);
    }
  }

  private start(node: number, run: DocumentRun, limitMs: number): void {
    const { nowMs } = this.simulation.kernel;
    const request = requestIn(run.source.parameters);
    const state = this.stateOf(request.name);
    const plan: RunPlan = { kind: 'nothing' };
    const place =
      this.works.push({
        node,
        run,
        request,
        state,
        limitMs: nowMs + limitMs,
        step: 'check',
        plan,
        from: null,
      }) - 1;
    this.byNode.set(node, (this.byNode.get(node) ?? new Set()).add(place));
    this.take(place, 'check', this.models.of(node).check);
  }

  /** The agent kills what would go beyond the limit; what takes exactly as long succeeds. */
  private take(place: number, step: Step, sampler: Sampler): void {
    const work = this.works[place]!;
    const { node, run, limitMs } = work;
    const { kernel, fleet } = this.simulation;
    work.step = step;
    const stream = this.streams[step].of(run.source.id).of(node);
    const endMs = kernel.nowMs + sampler.durationMs(stream, fleet.ordinalOf(node), run.occurrence, run.part);
    if (endMs > limitMs) kernel.schedule(limitMs, this.limitDue, node, place);
    else kernel.schedule(endMs, this.stepDone, node, place);
  }

  private goOn(place: number): void {
    const work = this.works[place];
    if (work === undefined) return;
    const { node, step, plan } = work;
    if (step === 'check') return this.decide(place, work);
    if (step === 'undo') return this.runScript(place, 'restore', this.versionBefore(work));
    if (step === 'uninstall' && plan.kind === 'uninstall') {
      work.state.runs.uninstalled += 1;
      return this.end(place, 0, null);
    }
    if (step === 'uninstall' && 'version' in plan) return this.runScript(place, 'script', plan.version);
    if (step === 'restore') return this.endRestore(place, work);
    if (!('version' in plan)) return;
    if (this.isFailing('fails', plan.version, work)) {
      if (plan.kind === 'reinstall') return this.take(place, 'undo', this.models.of(node).uninstall);
      const why = `the ${plan.kind} script of ${work.state.name} ${plan.version.version} failed`;
      return this.end(place, 1, { reason: 'script failed', why });
    }
    this.succeed(place, work, plan.version.version, plan.kind);
  }

  /** What there is to do, once the agent has found the package and what is installed. */
  private decide(place: number, work: Work): void {
    const { node, request, state, run } = work;
    const { fleet, kernel, scenario } = this.simulation;
    const cause = this.nodes.missingPrerequisites(node).find((lacking) => lacking === 'ENDPOINT_MISSING_S3');
    if (cause !== undefined) {
      this.runs.runObstructed.tell(node, run, cause);
      const why = 'the node does not reach the buckets in which AWS keeps packages';
      return this.end(place, 1, { reason: 'package storage out of reach', why });
    }
    work.from = state.versionOn(node);
    const known = cataloguesOf(scenario).get(request.name);
    const plan = planOf(request, known, work.from, fleet.groupOf(node), kernel.nowMs);
    work.plan = plan;
    if (plan.kind === 'fails') return this.end(place, 1, plan);
    if (plan.kind === 'nothing') {
      if (request.action === 'Uninstall') state.endAbsence(node, kernel.nowMs);
      state.runs.nothing += 1;
      return this.end(place, 0, null);
    }
    if (plan.kind === 'install' || plan.kind === 'update')
      return this.runScript(place, 'script', plan.version);
    state.remove(node, plan.kind === 'reinstall', kernel.nowMs);
    this.software.softwareChanged.tell(node);
    this.facts.packageUninstalled.tell(node, state.name, work.from!);
    this.take(place, 'uninstall', this.models.of(node).uninstall);
  }

  private runScript(place: number, step: 'script' | 'restore', version: PackageVersion | undefined): void {
    const work = this.works[place]!;
    const run = version?.run ?? this.usual(work.node)?.run;
    this.take(place, step, run === undefined ? atOnce : this.samplerOf(run));
  }

  private succeed(
    place: number,
    work: Work,
    version: string,
    kind: 'install' | 'reinstall' | 'update',
  ): void {
    const { node, state, from } = work;
    const absentMs = this.put(work, version);
    state.runs[kind === 'install' ? 'installed' : kind === 'update' ? 'updated' : 'reinstalled'] += 1;
    this.facts.packageInstalled.tell(node, {
      name: state.name,
      version,
      from,
      absentMinutes: minutes(absentMs),
    });
    this.end(place, 0, null);
  }

  /** The run has failed whether or not the version before is back. */
  private endRestore(place: number, work: Work): void {
    const { node, state, from, plan } = work;
    const failed = 'version' in plan ? plan.version.version : '';
    const what = `the install script of ${state.name} ${failed} failed`;
    if (this.isFailing('restoreFails', this.versionBefore(work), work)) {
      const why = `${what}, and so did that of ${from}, which the agent tried to put back`;
      return this.end(place, 1, { reason: 'script failed', why });
    }
    const absentMs = this.put(work, from!);
    state.rolledBackCount += 1;
    const back = { name: state.name, version: from!, from: failed, absentMinutes: minutes(absentMs) };
    this.facts.packageRolledBack.tell(node, back);
    this.end(place, 1, { reason: 'script failed', why: `${what}; ${from} is back` });
  }

  /** How long it was missing, in milliseconds; null: it was not. */
  private put({ node, state }: Work, version: string): number | null {
    const absentMs = state.install(node, version, this.simulation.kernel.nowMs);
    this.software.softwareChanged.tell(node);
    return absentMs;
  }

  private versionBefore({ request, from }: Work): PackageVersion | undefined {
    const known = cataloguesOf(this.simulation.scenario).get(request.name);
    return known?.versions.find(({ version }) => version === from);
  }

  private isFailing(
    draw: 'fails' | 'restoreFails',
    version: PackageVersion | undefined,
    { node, run }: Work,
  ): boolean {
    const share = version?.failsShare ?? this.usual(node)?.failsShare ?? 0;
    return share > 0 && this.streams[draw].of(run.source.id).uniform(node, run.occurrence, run.part) < share;
  }

  private usual(node: number) {
    return this.documents[this.simulation.fleet.cohortOf(node).groupIndex]!.get(configurePackage);
  }

  private samplerOf(distribution: Distribution): Sampler {
    let sampler = this.samplers.get(distribution);
    if (sampler === undefined) {
      sampler = samplerOf(distribution);
      this.samplers.set(distribution, sampler);
    }
    return sampler;
  }

  private end(
    place: number,
    exitCode: number | null,
    failure: { readonly reason: PackageFailure; readonly why: string } | null,
  ): void {
    const work = this.works[place];
    if (work === undefined) return;
    this.forget(place, work, failure);
    this.runs.runFinished.tell(work.node, work.run, exitCode);
  }

  private forget(
    place: number,
    { node, state, request: { action } }: Work,
    failure: { readonly reason: PackageFailure; readonly why: string } | null,
  ): void {
    this.works[place] = undefined;
    const places = this.byNode.get(node)!;
    places.delete(place);
    if (places.size === 0) this.byNode.delete(node);
    if (failure === null) {
      state.failures.delete(node);
      return;
    }
    const { reason, why } = failure;
    state.runs.failed += 1;
    state.failures.set(node, { reason, why, action });
    this.facts.packageFailed.tell(node, { name: state.name, reason, why });
  }

  /** What ran there stops where it is. Run null: whatever ran there. */
  private cut(node: number, run: DocumentRun | null): void {
    for (const place of [...(this.byNode.get(node) ?? [])]) {
      const work = this.works[place]!;
      if (run !== null && work.run !== run) continue;
      const isInstall = work.request.action === 'Install';
      const isAbsent = isInstall && work.state.versionOn(node) === null && work.from !== null;
      const left = isAbsent ? `, and left it without ${work.state.name}` : '';
      const by = run === null ? 'the node went down while it ran' : 'it was cancelled while it ran';
      this.forget(place, work, { reason: 'interrupted', why: `${by}${left}` });
    }
  }
}

const atOnce = samplerOf({ family: 'constant', value: 0 });

/** Null: it was not missing. */
function minutes(ms: number | null): number | null {
  return ms === null ? null : ms / minuteMs;
}

export interface Machine {
  readonly distributor: Distributor;
}
