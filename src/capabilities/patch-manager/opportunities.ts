/**
 * The last install opportunity of each node: the last Install that meant it, what that run would have installed, and what
 * became of it. It is noted when it happens, because afterwards prerequisites may hold again and approvals are others.
 */

import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { type LeftOut, type RunEnd, runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import { startersOfMachines } from '../automation/facts.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import type { Approvals } from './approvals.ts';
import type { PatchManager } from './machine.ts';
import { type Noted, type Opportunity, OpportunityRecords } from './opportunity-records.ts';
import { PatchOperations } from './patch-operations.ts';
import { operationMeant } from './rules.ts';

/** An Install that has begun on a node and is not over there. */
interface Begun {
  readonly run: DocumentRun;
  readonly approvals: Approvals;
  isOver: boolean;
  /** When the node was stopped, terminated or cut off in the middle of it, or of the reboot that it asked for. */
  interruptedMs: number | null;
}

/** What is known of a node's opportunity, to be put back. */
interface Remembered {
  readonly node: number;
  readonly noted: Noted | null;
  readonly begun: Begun | undefined;
  readonly isOver: boolean;
  readonly locked: DocumentRun | undefined;
}

export class Opportunities {
  /** Told of each node whose opportunity is noted. */
  onNoted: ((node: number) => void) | null = null;
  private readonly records: OpportunityRecords;
  private readonly begun: (Begun | undefined)[];
  /** The run that Patch Manager last refused on a node, because another one held the lock. */
  private readonly locked = new Map<number, DocumentRun>();
  private readonly gone = new Set<number>();
  /** Did not come back from a reboot, whether they were stopped or terminated after that or not. */
  private readonly lost = new Set<number>();
  private readonly simulation: Simulation;
  private readonly patches: PatchManager;
  private readonly operations = new PatchOperations();
  private readonly nodes: NodesView;

  constructor(simulation: Simulation, patches: PatchManager) {
    const { count } = simulation.fleet;
    this.simulation = simulation;
    this.patches = patches;
    this.records = new OpportunityRecords(simulation);
    this.nodes = simulation.views.of(nodesView);
    this.begun = new Array(count).fill(undefined);
  }

  /** Is told an outcome after the machines, so that their reactions come first. */
  observe(): void {
    const { facts, fleet } = this.simulation;
    const runs = facts.of(runFacts);
    const nodes = facts.of(nodeFacts);
    runs.runObstructed.listen((node, run, cause) => {
      if (cause === 'PATCH_LOCKED') this.locked.set(node, run);
    });
    runs.runStarted.listen((node, run) => {
      const isRefused = this.locked.get(node) === run;
      if (!isRefused && this.operations.of(run.source) === 'Install') this.begin(node, run);
    });
    runs.runFinished.listen((node, run) => this.endWork(node, run));
    runs.runKilled.listen((node, run) => this.endWork(node, run));
    runs.runEnded.listen((node, run, end) => {
      if (this.operations.of(run.source) === 'Install') this.finish(node, run, end);
    });
    runs.nodesLeftOut.listen((leftOut) => {
      if (this.meansInstall(leftOut)) this.leaveOut(leftOut);
    });
    nodes.nodeWentDown.listen((node, _, askedFor) => {
      if (askedFor === null || askedFor !== this.begun[node]?.run.id) this.interrupt(node);
    });
    nodes.nodeStopped.listen((node) => this.interrupt(node));
    nodes.nodeTerminated.listen((node) => this.terminate(node));
    nodes.networkChanged.listen((node) => {
      if (fleet.isNetworkCut(node)) this.interrupt(node);
    });
    nodes.nodeLost.listen((node) => this.lost.add(node));
    // After the boot the agent goes on with what asked for the reboot.
    nodes.nodeBooted.listen((node) => {
      this.lost.delete(node);
      const begun = this.begun[node];
      if (begun !== undefined) begun.interruptedMs = null;
    });
  }

  clear(): void {
    this.records.clear();
    this.begun.fill(undefined);
    this.locked.clear();
    this.gone.clear();
    this.lost.clear();
  }

  /**
   * `look` sees what the runs that are not over would make of the opportunities if the simulation ended now; then all is as
   * it was. It is handed every node that such a run means.
   */
  asIfEndedNow(look: (nodes: readonly number[]) => void): void {
    const remembered: Remembered[] = [];
    this.simulation.facts.of(runFacts).unfinishedAsked.tell({
      runEnded: (node, run, end) => {
        if (this.operations.of(run.source) !== 'Install') return;
        remembered.push(this.remember(node));
        this.finish(node, run, end);
      },
      leftOut: (leftOut) => {
        if (!this.meansInstall(leftOut)) return;
        for (let index = 0; index < leftOut.nodes.length; index += 1)
          remembered.push(this.remember(leftOut.nodes[index]!));
        this.leaveOut(leftOut);
      },
    });
    look(remembered.map(({ node }) => node));
    while (remembered.length > 0) this.putBack(remembered.pop()!);
  }

  private remember(node: number): Remembered {
    const begun = this.begun[node];
    const noted = this.records.of(node);
    return { node, noted, begun, isOver: begun?.isOver === true, locked: this.locked.get(node) };
  }

  private putBack({ node, noted, begun, isOver, locked }: Remembered): void {
    this.records.note(node, noted);
    if (begun !== undefined) begun.isOver = isOver;
    if (locked !== undefined) this.locked.set(node, locked);
  }

  /** It has been terminated, and is judged: nothing means it any more. */
  noteGone(node: number): void {
    this.gone.add(node);
  }

  isLost(node: number): boolean {
    return this.lost.has(node);
  }

  /** Null: nothing ever tried to install on this node. */
  of(node: number): Opportunity | null {
    return this.records.of(node);
  }

  private begin(node: number, run: DocumentRun): void {
    const { nowMs } = this.simulation.kernel;
    const approvals = this.patches.approvals.of(node, run, nowMs);
    this.begun[node] = { run, approvals, isOver: false, interruptedMs: null };
  }

  private endWork(node: number, run: DocumentRun): void {
    const begun = this.begun[node];
    if (begun?.run === run) begun.isOver = true;
  }

  /** The reboot of a lost node has failed already: nothing interrupts it. */
  private interrupt(node: number): void {
    if (this.isLost(node)) return;
    const begun = this.begun[node];
    if (begun !== undefined && !begun.isOver) begun.interruptedMs ??= this.simulation.kernel.nowMs;
  }

  /** Work in progress there never reports: its outcome is known now. */
  private terminate(node: number): void {
    this.interrupt(node);
    const begun = this.begun[node];
    if (begun === undefined || begun.isOver) return;
    const atMs = begun.interruptedMs ?? this.simulation.kernel.nowMs;
    const outcome = this.isLost(node) ? null : 'INTERRUPTED';
    this.note(node, begun.run, { atMs, outcome, prerequisite: null });
  }

  /** Of several the one that asked last; of those that asked at once the one that was over last. */
  private note(
    node: number,
    run: Pick<DocumentRun, 'source' | 'snapshot' | 'requestedMs'>,
    what: {
      readonly atMs: number;
      readonly outcome: CauseId | null;
      readonly prerequisite: CauseId | null;
      readonly isInProgress?: boolean;
    },
  ): void {
    const { atMs, outcome, prerequisite, isInProgress = false } = what;
    const isLast = isInProgress || run.requestedMs >= this.records.askedAt(node);
    if (!isLast || this.records.isInProgress(node) || !this.exists(node)) return;
    this.onNoted?.(node);
    const begun = this.begun[node];
    const approvals =
      begun !== undefined && begun.run === run
        ? begun.approvals
        : this.patches.approvals.of(node, run, run.requestedMs);
    const askedMs = run.requestedMs;
    this.records.note(node, { askedMs, atMs, approvals, prerequisite, outcome, isInProgress });
  }

  /** No Install means a machine that is not there. One that is being terminated is told before it is gone. */
  private exists(node: number): boolean {
    return this.simulation.fleet.powerOf(node) !== power.notLaunched && !this.gone.has(node);
  }

  /** Whatever blocks the node now would have blocked the Install that never came to it. */
  private blockingNow(node: number, isStartedFirst = false): CauseId | null {
    if (!isStartedFirst) return this.nodes.prerequisiteCause(node) ?? this.nodes.patchingCause(node);
    return this.nodes.missingPrerequisites(node).find((cause) => !endedByStart.includes(cause)) ?? null;
  }

  /** What a runbook sends or leaves out is told by Automation; what was to start it tells only that it did not. */
  private meansInstall({ source }: LeftOut): boolean {
    return operationMeant(this.simulation.scenario, source) === 'Install';
  }

  private leaveOut({ source, snapshot, requestedMs, nodes, cause, isStartedFirst }: LeftOut): void {
    const run = { source, snapshot, requestedMs };
    const { kernel, scenario } = this.simulation;
    const atMs = kernel.nowMs;
    const startsFirst = isStartedFirst ?? startersOfMachines(scenario).has(source.id);
    for (let index = 0; index < nodes.length; index += 1) {
      const node = nodes[index]!;
      const prerequisite = cause === null ? null : this.blockingNow(node, startsFirst);
      this.note(node, run, { atMs, outcome: cause, prerequisite, isInProgress: cause === null });
    }
  }

  private finish(node: number, run: DocumentRun, { how, cause }: RunEnd): void {
    const atMs = this.simulation.kernel.nowMs;
    if (this.locked.get(node) === run) {
      this.locked.delete(node);
      return this.note(node, run, { atMs, outcome: 'PATCH_LOCKED', prerequisite: null });
    }
    const begun = this.begun[node];
    const interruptedMs = begun?.run === run ? begun.interruptedMs : null;
    const isInterrupted =
      interruptedMs !== null && (how !== 'failed' || cause === null) && how !== 'succeeded';
    this.endWork(node, run);
    if (isInterrupted || cause === 'INTERRUPTED') {
      const outcome = 'INTERRUPTED';
      return this.note(node, run, { atMs: interruptedMs ?? atMs, outcome, prerequisite: null });
    }
    // The reboot failed, and not what came before it.
    if (this.isLost(node) && (how === 'not reached' || how === 'in progress')) {
      return this.note(node, run, { atMs, outcome: null, prerequisite: null });
    }
    switch (how) {
      case 'succeeded':
        // What is released while it runs is for another time.
        return this.note(node, run, { atMs: run.requestedMs, outcome: null, prerequisite: null });
      case 'failed': {
        const prerequisite = this.nodes.patchingCause(node);
        const outcome = prerequisite === null ? (cause ?? 'INSTALL_FAILED') : 'INSTALL_FAILED';
        return this.note(node, run, { atMs, outcome, prerequisite });
      }
      case 'stopped':
      case 'not reached': {
        // What has begun lacked nothing when it did.
        const hasBegun = how === 'stopped' && begun?.run === run;
        return this.note(node, run, {
          atMs,
          outcome: cause,
          prerequisite: hasBegun ? null : this.blockingNow(node),
        });
      }
      case 'in progress':
        return this.note(node, run, { atMs, outcome: null, prerequisite: null, isInProgress: true });
    }
  }
}

const endedByStart: readonly CauseId[] = ['STOPPED', 'CREDENTIALS_PENDING'];
