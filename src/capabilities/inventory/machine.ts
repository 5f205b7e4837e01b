/**
 * Inventory: what each node has reported last, of each type, and when.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-about.html
 */
import { actionsNeeded, profileAllowsAll } from '../../aws/iam.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { asWritten, type RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { softwareFacts } from '../../capability/software.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { type DocumentsView, documentFacts, documentsView } from '../documents/facts.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import { gatherInventory } from './documents.ts';
import { inventoryFacts } from './events.ts';
import { type InventoryView, inventoryView } from './facts.ts';
import { type Report, Reports } from './reports.ts';
import { callBytesMax, isKept, typesCollected } from './rules.ts';
import { exists, Truth } from './truth.ts';
import type { InventoryType } from './types.ts';
import { collectors, usesInventory } from './uses.ts';

const nothing: readonly string[] = [];
/** What of a node is another than when it was collected last. */
const changed = { software: 1, updates: 2, agent: 4 } as const;
const everything = changed.software | changed.updates | changed.agent;
const changesOf: Readonly<Record<string, number>> = {
  'AWS:Application': changed.software,
  'AWS:WindowsUpdate': changed.updates,
  'AWS:AWSComponent': changed.agent,
};

export class Inventory implements InventoryView {
  readonly reports: Reports;
  readonly truth: Truth;
  /** Reports that were sent with their content, and those whose content hash was the same as before. */
  uploads = 0;
  unchanged = 0;
  failures = 0;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof inventoryFacts>;
  private readonly nodes: NodesView;
  private readonly documents: DocumentsView;
  private readonly collectors: ReadonlySet<RunSource>;
  private readonly types = new WeakMap<RunSource, readonly InventoryType[]>();
  /** By node; empty where nothing is collected. */
  private readonly changes: Uint8Array;
  private readonly lastMs: Float64Array;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { fleet, facts, scenario, views } = simulation;
    views.provide(inventoryView, this);
    this.facts = facts.of(inventoryFacts);
    this.nodes = views.of(nodesView);
    this.documents = views.of(documentsView);
    this.truth = new Truth(simulation);
    this.reports = new Reports(fleet.count);
    this.collectors = new Set(collectors(scenario));
    const nodeCount = this.collectors.size === 0 ? 0 : fleet.count;
    this.changes = new Uint8Array(nodeCount);
    this.lastMs = new Float64Array(nodeCount);
    this.documents.does(gatherInventory, {
      failsFor: (node, run) => this.refusal(node, run),
      failsAtEnd: (node, run) => this.failsToUpload(node, run),
      onSuccess: (node, run) => this.collect(node, asWritten(run.source)),
    });
    if (usesInventory(scenario) && nodeCount > 0) this.listen();
  }

  private listen(): void {
    const { facts } = this.simulation;
    facts.of(softwareFacts).softwareChanged.listen((node) => {
      this.changes[node]! |= everything;
    });
    facts.of(documentFacts).agentUpdated.listen((node) => {
      this.changes[node]! |= changed.agent;
    });
    // ASSUMPTION inventory-at-start: what an association has collected before the run is as it is when the run begins.
    facts.of(documentFacts).documentHeld.listen((node, source) => {
      const { document } = source;
      if (document !== gatherInventory || this.documents.obstacleOn(document, node) !== null) return;
      if (this.obstacle(node) === null) this.collect(node, source);
    });
  }

  clear(): void {
    this.reports.clear();
    this.changes.fill(everything);
    this.lastMs.fill(Number.NEGATIVE_INFINITY);
    this.uploads = 0;
    this.unchanged = 0;
    this.failures = 0;
  }

  reportOf(node: number, type: string): Report | null {
    const { nowMs } = this.simulation.kernel;
    const report = this.reports.of(type, node) ?? this.truth.heldOf(node, type);
    return report !== null && isKept(report.atMs, nowMs) ? report : null;
  }

  truthOf(node: number, type: string): readonly Report['items'][number][] | null {
    return this.truth.of(node, type);
  }

  collectedMs(node: number): number | null {
    const atMs = this.lastMs[node] ?? Number.NEGATIVE_INFINITY;
    return Number.isFinite(atMs) ? atMs : null;
  }

  /** What a call has put may be anything: only a comparison says whether it is so. */
  putByCall(node: number, type: string): void {
    if (node < this.changes.length) this.changes[node]! |= changesOf[type] ?? 0;
  }

  /** Whether what is reported is what is there. Null: a run does not know that of the type. */
  isTrue(node: number, type: string, { items }: Report): boolean | null {
    const change = changesOf[type];
    const isFollowed = change !== undefined && node < this.changes.length;
    if (isFollowed && exists(this.simulation.fleet, node) && (this.changes[node]! & change) === 0)
      return true;
    const truth = exists(this.simulation.fleet, node) ? this.truth.of(node, type) : [];
    return truth === null ? null : JSON.stringify(truth) === JSON.stringify(items);
  }

  /** Whether its packages are other ones than those reported. */
  isOutdated(node: number): boolean {
    const name = 'AWS:Application';
    const report = this.reports.of(name, node);
    return report !== null && this.isTrue(node, name, report) === false;
  }

  /** amazon-ssm-agent, agent/plugins/inventory: the plugin runs for an association only. */
  private refusal(node: number, { source }: DocumentRun): null | undefined {
    if (this.collectors.has(asWritten(source))) return undefined;
    this.fail(node, source.id, 'it collects only for an association');
    return null;
  }

  private failsToUpload(node: number, { source }: DocumentRun): boolean {
    const why = this.obstacle(node) ?? this.excess(node, asWritten(source));
    if (why !== null) this.fail(node, source.id, why);
    return why !== null;
  }

  /** Null: what was collected can be sent. */
  private obstacle(node: number): string | null {
    if (this.simulation.fleet.isNetworkCut(node) || !this.nodes.reachesService(node)) {
      return 'Systems Manager cannot be reached';
    }
    const profile = this.nodes.permissionsOf(node);
    const isAllowed = profile !== null && profileAllowsAll(profile, actionsNeeded.inventory);
    return isAllowed ? null : 'the node may not do ssm:PutInventory';
  }

  private excess(node: number, source: RunSource): string | null {
    let bytes = 0;
    for (const type of this.typesOf(source, node)) bytes += this.reports.bytesOf(this.contentOf(node, type));
    return bytes > callBytesMax ? 'its data is larger than the 1 MB that PutInventory takes' : null;
  }

  private fail(node: number, sender: string, why: string): void {
    this.failures += 1;
    this.facts.collectionFailed.tell(node, sender, why);
  }

  private collect(node: number, source: RunSource): void {
    const { nowMs } = this.simulation.kernel;
    let others: string[] | null = null;
    for (const type of this.typesOf(source, node)) {
      const content = this.contentOf(node, type);
      const isNew = content !== this.reports.contentOf(type.name, node);
      this.reports.put(type.name, node, content, nowMs);
      this.changes[node]! &= ~(changesOf[type.name] ?? 0);
      if (isNew) {
        this.uploads += 1;
        others ??= [];
        others.push(type.name);
      } else this.unchanged += 1;
    }
    this.lastMs[node] = nowMs;
    this.facts.inventoryCollected.tell(node, source.id, others ?? nothing);
  }

  /** Of a node on which nothing of the type has changed it is the one that it has: the hash would be the same. */
  private contentOf(node: number, { name }: InventoryType): number {
    const before = this.reports.contentOf(name, node);
    if (before !== 0 && (this.changes[node]! & (changesOf[name] ?? 0)) === 0) return before;
    return this.reports.intern(this.truth.of(node, name) ?? []);
  }

  private typesOf(source: RunSource, node: number): readonly InventoryType[] {
    let types = this.types.get(source);
    if (types === undefined) {
      types = typesCollected(source.parameters);
      this.types.set(source, types);
    }
    const platform = platformTypeOf(this.simulation.fleet.groupOf(node).os);
    return platform === 'Windows'
      ? types
      : types.filter(({ platforms }) => platforms?.includes(platform) ?? true);
  }
}

export interface Machine {
  readonly inventory: Inventory;
}
