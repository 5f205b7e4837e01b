/**
 * Patch Manager on the nodes: AWS-RunPatchBaseline scans, installs, reports and asks for a reboot, in that order.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */

import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { installsView } from '../../capability/installs.ts';
import { modelIn } from '../../capability/model.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { softwareFacts } from '../../capability/software.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import { view } from '../../capability/views.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { RunApprovals } from './approvals.ts';
import { AssociationRuns } from './association-runs.ts';
import { BaselineChoices } from './baseline-choices.ts';
import { Catalogues, PatchReleases } from './catalogue.ts';
import { type ComplianceCounts, complianceCounts } from './compliance-counts.ts';
import { ComplianceReports } from './compliance-reports.ts';
import { patchFacts } from './events.ts';
import { Exposure } from './exposure.ts';
import { installedPatchesView, reportsView } from './facts.ts';
import { InstallRecords } from './install-records.ts';
import { awaitingReboot, type Installed, install, isRebootDue, putIntoEffect } from './installation.ts';
import { addPatched, installedOn } from './installed.ts';
import { exposureModel } from './model.ts';
import { type PatchOperation, planOperation } from './operation.ts';
import { PatchOperations } from './patch-operations.ts';
import { PatchStock } from './patch-stock.ts';
import { PatchTimes } from './patch-times.ts';
import { noNetwork, Reporting } from './reporting.ts';
import { approvesApplications } from './rules.ts';

/** Another run of AWS-RunPatchBaseline holds the lock on the node. */
const lockedExitCode = 4;
/** The service gives no snapshot: ASSUMPTION tier-applications. */
const noSnapshotExitCode = 144;
/** For the links of `explain` in this folder. */
export const patchManagerView = view<PatchManager>('patch-manager, whole');

export class PatchManager {
  readonly reports: ComplianceReports;
  readonly exposure: Exposure;
  readonly baselines: BaselineChoices;
  readonly approvals: RunApprovals;
  readonly times: PatchTimes;
  private readonly ofAssociations: AssociationRuns;
  private readonly reporting: Reporting;
  private readonly records = new InstallRecords();
  /** As reported when the run began. */
  complianceAtStart!: ComplianceCounts;
  stock!: PatchStock;

  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof patchFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;
  private readonly softwareChanged: FactsIn<typeof softwareFacts>['softwareChanged'];
  private readonly nodes: NodesView;
  private readonly releases: PatchReleases;
  /** By node: an array, since a large fleet looks in here for every step. */
  private readonly running: (PatchOperation | undefined)[];
  /** Runs that were refused on some node: an event holds the place in this list. */
  private readonly refusals: DocumentRun[] = [];
  private readonly operations = new PatchOperations();
  private readonly scans: SubjectStreams;
  private readonly rescans: SubjectStreams;
  private readonly workDone: EventType;
  private readonly released: EventType;
  private readonly refused: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    simulation.views.provide(patchManagerView, this);
    simulation.views.provide(installsView, this.records);
    this.facts = simulation.facts.of(patchFacts);
    this.runFacts = simulation.facts.of(runFacts);
    this.softwareChanged = simulation.facts.of(softwareFacts).softwareChanged;
    this.nodes = simulation.views.of(nodesView);
    const { kernel, facts, fleet } = simulation;
    this.releases = new PatchReleases(simulation.scenario, simulation.random);
    this.scans = new SubjectStreams(simulation, 'patch-manager/scan');
    this.rescans = new SubjectStreams(simulation, 'patch-manager/rescan');
    this.running = new Array(fleet.count).fill(undefined);
    this.reports = new ComplianceReports(fleet.count);
    simulation.views.provide(reportsView, this.reports);
    this.times = new PatchTimes(simulation.scenario, fleet.count);
    this.exposure = new Exposure(simulation);
    this.baselines = new BaselineChoices(simulation);
    this.approvals = new RunApprovals(simulation, this.baselines);
    this.ofAssociations = new AssociationRuns(simulation);
    this.reporting = new Reporting(simulation, this, this.ofAssociations);
    this.workDone = kernel.on('patch-manager/work-done', (node, startedMs) => {
      const operation = this.running[node];
      if (operation?.startedMs === startedMs) this.finishWork(operation);
    });
    this.refused = kernel.on('patch-manager/operation-refused', (node, packed) => {
      const exitCode = packed % 1000;
      this.tellFinished(node, this.refusals[Math.floor(packed / 1000)]!, exitCode);
    });
    this.released = kernel.on('patch-manager/release-due', (blockIndex, place) => {
      this.exposure.release(this.stock, blockIndex, place);
    });
    this.runFacts.runStarted.listen((node, run, limitMs) => this.begin(node, run, limitMs));
    this.runFacts.runKilled.listen((node, run) => this.kill(node, run));
    facts.of(nodeFacts).nodeWentDown.listen((node, _, askedFor) => this.onNodeDown(node, askedFor));
    facts.of(nodeFacts).nodeBooted.listen((node) => this.putIntoEffect(node));
    facts.of(nodeFacts).nodeOnline.listen((node) => this.resume(node));
    facts.of(nodeFacts).nodeLaunched.listen((node) => this.exposure.count(node, true));
    facts.of(nodeFacts).nodeStarted.listen((node) => this.exposure.count(node, true));
    facts.of(nodeFacts).nodeStopped.listen((node) => this.exposure.count(node, false));
    facts.of(nodeFacts).nodeTerminated.listen((node) => this.exposure.count(node, false));
    facts
      .of(softwareFacts)
      .softwareAsked.listen((node, found) => addPatched(found, installedOn(this.stock.blockOf(node), node)));
    simulation.views.provide(installedPatchesView, {
      installedOn: (node) => installedOn(this.stock.blockOf(node), node),
    });
  }

  /** The world at `start`: what is installed and needed, and the scan that has just been. */
  start(): void {
    const { scenario, fleet, kernel } = this.simulation;
    this.running.fill(undefined);
    this.refusals.length = 0;
    const catalogues = new Catalogues(
      this.releases.ofReplication(),
      modelIn(scenario, exposureModel).severities,
    );
    this.stock = new PatchStock(this.simulation, catalogues, this.stock);
    this.baselines.start();
    this.approvals.start(this.stock);
    this.exposure.start(this.stock);
    this.reports.clear();
    this.records.clear();
    this.times.clear();
    this.stock.blocks.forEach((block, blockIndex) => {
      block.catalogue.patches.forEach((patch, place) => {
        if (patch.releasedMs > scenario.startMs)
          kernel.schedule(patch.releasedMs, this.released, blockIndex, place);
      });
      const { cohort } = block;
      for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
        if (!fleet.isUp(node)) continue;
        this.exposure.count(node, true);
        this.reporting.first(this.stock, block, node);
      }
    });
    this.complianceAtStart = complianceCounts(this.reports);
  }

  private begin(node: number, run: DocumentRun, limitMs: number): void {
    if (this.operations.of(run.source) === null) return;
    this.facts.operationStarted.tell(node, run);
    const { kernel, fleet } = this.simulation;
    const request = this.approvals.requestOf(run.source);
    if (request.exitCode !== null) return this.refuse(node, run, request.exitCode);
    if (this.running[node] !== undefined) {
      this.runFacts.runObstructed.tell(node, run, 'PATCH_LOCKED');
      return this.refuse(node, run, lockedExitCode);
    }
    const refusal = this.ofAssociations.refusal(node, run, request);
    if (refusal !== null) return this.refuse(node, run, refusal);
    const block = this.stock.blockOf(node);
    const override = this.approvals.overrideFor(node, request);
    if (typeof override === 'number') return this.refuse(node, run, override);
    const verdicts = this.approvals.inRun(node, request.snapshotId ?? run.snapshot, override);
    if (this.nodes.isOfStandardTier(node) && approvesApplications(verdicts.baseline)) {
      return this.refuse(node, run, noSnapshotExitCode);
    }
    const scanMs = block.model.scan.durationMs(
      this.scans.of(run.source.id).of(node),
      fleet.ordinalOf(node),
      run.occurrence,
      run.part,
    );
    const operation = planOperation({
      simulation: this.simulation,
      block,
      node,
      run,
      request,
      verdicts,
      scanMs,
      obstacle: fleet.isNetworkCut(node) ? noNetwork : this.ofAssociations.obstacleOn(node, request),
    });
    this.running[node] = operation;
    if (request.operation === 'Install') this.records.noteFound(operation, block);
    const endMs = Math.min(operation.doneAtMs, kernel.nowMs + limitMs);
    operation.isTimedOut = operation.doneAtMs > kernel.nowMs + limitMs;
    kernel.schedule(endMs, this.workDone, node, operation.startedMs);
  }

  /** It fails at once, but after the invocation has begun. */
  private refuse(node: number, run: DocumentRun, exitCode: number): void {
    const { kernel } = this.simulation;
    let index = this.refusals.indexOf(run);
    if (index < 0) index = this.refusals.push(run) - 1;
    kernel.schedule(kernel.nowMs, this.refused, node, index * 1000 + exitCode);
  }

  private finishWork(operation: PatchOperation): void {
    const { kernel } = this.simulation;
    const { node, run } = operation;
    if (operation.phase === 'rescanning') return this.finishRescan(operation);
    if (operation.isTimedOut) {
      this.install(operation, kernel.nowMs);
      this.running[node] = undefined;
      this.tellFinished(node, run, null);
      return;
    }
    if (operation.exitCode !== 0) {
      this.reporting.tellObstacle(operation);
      return this.end(operation);
    }
    if (operation.request.operation === 'Scan') {
      this.reporting.report(this.stock, operation, false);
      return this.end(operation);
    }
    const pending = awaitingReboot(this.stock.blockOf(node), node);
    const installed = this.install(operation, kernel.nowMs);
    if (installed.failed.length > 0) operation.exitCode = 1;
    const reboots = isRebootDue(operation, this.stock.blockOf(node), installed, pending);
    if (operation.request.rebootOption === 'RebootIfNeeded' && !reboots) this.putIntoEffect(node);
    this.reporting.report(this.stock, operation, reboots);
    if (!reboots) return this.end(operation);
    operation.phase = 'rebooting';
    const { id, source, occurrence } = run;
    this.facts.rebootRequested.tell(node, { id, source: source.id, occurrence, by: 'patching' });
  }

  private finishRescan(operation: PatchOperation): void {
    this.reporting.report(this.stock, operation, false);
    this.end(operation);
  }

  private install(operation: PatchOperation, byMs: number): Installed {
    const { node, run, request } = operation;
    const installed = install(this.simulation, this.stock.blockOf(node), operation, byMs);
    if (installed.installed.length > 0) this.softwareChanged.tell(node);
    if (request.operation === 'Install') {
      this.records.noteInstalled(run, installed);
      this.facts.patchesInstalled.tell(node, run, installed);
    }
    return installed;
  }

  private end(operation: PatchOperation): void {
    this.running[operation.node] = undefined;
    this.tellFinished(operation.node, operation.run, operation.exitCode);
  }

  private tellFinished(node: number, run: DocumentRun, exitCode: number | null): void {
    this.facts.operationFinished.tell(node, run, exitCode);
    this.runFacts.runFinished.tell(node, run, exitCode);
  }

  /**
   * The agent kills the run: what was in by then stays in, and nothing is reported. ASSUMPTION killed-install: like
   * anything that Patch Manager installs without a reboot, it awaits one.
   */
  private kill(node: number, run: DocumentRun): void {
    const operation = this.running[node];
    if (operation?.run !== run || operation.phase === 'rebooting') return;
    if (operation.phase === 'working') this.install(operation, this.simulation.kernel.nowMs);
    this.running[node] = undefined;
  }

  /**
   * The node is taken down from outside. ASSUMPTION interrupted-install: the shutdown waits for the package manager, so
   * an installation that has begun is completed; it is never reported, and the command fails.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html
   */
  private onNodeDown(node: number, askedFor: string | null): void {
    const operation = this.running[node];
    if (operation === undefined || askedFor === operation.run.id) return;
    const hasBegun = this.simulation.kernel.nowMs >= operation.startedMs + operation.scanMs;
    if (operation.phase === 'working' && hasBegun) this.install(operation, Number.POSITIVE_INFINITY);
    this.running[node] = undefined;
  }

  /** The agent takes up again, as soon as it is back, what asked for the reboot. */
  private resume(node: number): void {
    const operation = this.running[node];
    if (operation?.phase !== 'rebooting') return;
    const { group } = this.simulation.fleet.cohortOf(node);
    if (group.os !== 'WINDOWS') return this.end(operation);
    // On Windows the run goes on after the boot: it searches again, and reports what it finds then.
    const { kernel, fleet } = this.simulation;
    operation.phase = 'rescanning';
    const { source, occurrence, part } = operation.run;
    const stream = this.rescans.of(source.id).of(node);
    const scanMs = this.stock
      .blockOf(node)
      .model.scan.durationMs(stream, fleet.ordinalOf(node), occurrence, part);
    kernel.schedule(kernel.nowMs + scanMs, this.workDone, node, operation.startedMs);
  }

  private putIntoEffect(node: number): void {
    const { nowMs } = this.simulation.kernel;
    const gainedCount = putIntoEffect(this.stock.blockOf(node), node, nowMs, this.times);
    this.exposure.changeLacking(node, -gainedCount);
  }
}
