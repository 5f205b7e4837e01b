/** By what a run judges patches: its request, and the verdicts of the baseline of the node or of an override. */
import type { DocumentRun } from '../../capability/document-run.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { PatchBaseline } from '../../world/baselines.ts';
import type { BaselineChoices } from './baseline-choices.ts';
import { taggedBaseline } from './baseline-tags.ts';
import { type OperationRequest, pickOverride, readOperationRequest } from './operation.ts';
import type { PatchStock } from './patch-stock.ts';
import { type Verdicts, VerdictTable } from './verdicts.ts';

/** Of an Install, or of one that would have been. */
export interface Approvals {
  readonly verdicts: Verdicts;
  readonly request: OperationRequest;
}

export class RunApprovals {
  private readonly simulation: Simulation;
  private readonly baselines: BaselineChoices;
  private stock!: PatchStock;
  private table!: VerdictTable;
  private readonly requests = new WeakMap<RunSource, OperationRequest>();
  /** The source read last, which most likely is asked for again. */
  private lastSource: RunSource | undefined;
  private lastRequest: OperationRequest | undefined;
  private last: Approvals | undefined;

  constructor(simulation: Simulation, baselines: BaselineChoices) {
    this.simulation = simulation;
    this.baselines = baselines;
  }

  start(stock: PatchStock): void {
    this.stock = stock;
    const products = new Map(stock.blocks.map((block) => [block.catalogue, block.cohort.group.product]));
    this.table = new VerdictTable((catalogue) => products.get(catalogue));
    this.last = undefined;
  }

  /** Read once for all runs of a source. */
  requestOf(source: RunSource): OperationRequest {
    if (this.lastRequest !== undefined && this.lastSource === source) return this.lastRequest;
    let request = this.requests.get(source);
    if (request === undefined) {
      request = readOperationRequest(this.simulation.scenario, source);
      this.requests.set(source, request);
    }
    this.lastSource = source;
    this.lastRequest = request;
    return request;
  }

  /** Null: the node's own baseline counts. A number: the exit code of a run that finds none that serves the node. */
  overrideFor(node: number, request: OperationRequest): PatchBaseline | number | null {
    const { baselineOverride, baselineTags } = request;
    const { group } = this.stock.blockOf(node).cohort;
    if (baselineOverride !== null) return pickOverride(baselineOverride, group.os);
    return baselineTags === null ? null : taggedBaseline(baselineTags, group, this.baselines.all);
  }

  /** By the baseline of the node, at a moment. */
  at(node: number, atMs: number): Verdicts {
    return this.table.at(this.baselines.of(node), this.stock.blockOf(node).catalogue, atMs);
  }

  /** Of a run that begins now; its first node takes the snapshot. */
  inRun(node: number, snapshotId: string | null, override: PatchBaseline | null): Verdicts {
    const { nowMs } = this.simulation.kernel;
    const { catalogue } = this.stock.blockOf(node);
    const baseline = override ?? this.baselines.of(node);
    if (snapshotId === null) return this.table.at(baseline, catalogue, nowMs);
    return this.table.inSnapshot(snapshotId, baseline, catalogue, nowMs);
  }

  /** By what an Install judges, or would have judged, the patches of the node. Nodes that follow each other share it. */
  of(node: number, { source, snapshot }: Pick<DocumentRun, 'source' | 'snapshot'>, atMs: number): Approvals {
    const { catalogue } = this.stock.blockOf(node);
    const request = this.requestOf(source);
    const picked = this.overrideFor(node, request);
    const baseline = picked === null || typeof picked === 'number' ? this.baselines.of(node) : picked;
    const snapshotId = request.snapshotId ?? snapshot;
    const taken = snapshotId === null ? undefined : this.table.takenSnapshot(snapshotId, baseline, catalogue);
    const verdicts = taken ?? this.table.at(baseline, catalogue, atMs);
    const { last } = this;
    if (last?.verdicts === verdicts && last.request === request) return last;
    this.last = { verdicts, request };
    return this.last;
  }
}
