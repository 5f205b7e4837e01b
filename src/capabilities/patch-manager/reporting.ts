/** What a scan or an installation reports, and what keeps a report from AWS. */
import type { FactsIn } from '../../capability/facts.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type NodesView, nodesView, type PatchingObstacle } from '../managed-nodes/facts.ts';
import type { RunApprovals } from './approvals.ts';
import type { AssociationRuns } from './association-runs.ts';
import type { ComplianceReports, ReportOptions } from './compliance-reports.ts';
import { patchFacts } from './events.ts';
import type { PatchOperation } from './operation.ts';
import type { Block, PatchStock } from './patch-stock.ts';
import type { PatchTimes } from './patch-times.ts';

/** The report could not be uploaded: the node's code catches its 149 and ends with this. */
const notUploadedExitCode = 1;
/** A run that was queued when the network went cannot even fetch its code. */
export const noNetwork: PatchingObstacle = { cause: 'NO_ROUTE', exitCode: 156, isAtReport: false };

const firstScan: ReportOptions = { operation: 'Scan', hasOverrideList: false, rebootFollows: false };

interface Patches {
  readonly reports: ComplianceReports;
  readonly approvals: RunApprovals;
  readonly times: PatchTimes;
}

export class Reporting {
  private readonly simulation: Simulation;
  private readonly patches: Patches;
  private readonly ofAssociations: AssociationRuns;
  private readonly facts: FactsIn<typeof patchFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;
  private readonly nodes: NodesView;

  constructor(simulation: Simulation, patches: Patches, ofAssociations: AssociationRuns) {
    this.simulation = simulation;
    this.patches = patches;
    this.ofAssociations = ofAssociations;
    this.facts = simulation.facts.of(patchFacts);
    this.runFacts = simulation.facts.of(runFacts);
    this.nodes = simulation.views.of(nodesView);
  }

  /** Nodes that are managed at `start` have been scanned, unless the group says otherwise. */
  first(stock: PatchStock, block: Block, node: number): void {
    const { scenario, fleet } = this.simulation;
    const { nodes } = this;
    const { lastScanMs } = block.cohort.group;
    if (lastScanMs === null || !fleet.isRegistered(node)) return;
    const couldScan =
      fleet.isPinging(node) && nodes.isReachable(node) && nodes.patchingObstacle(node) === null;
    if (lastScanMs === undefined && !couldScan) return;
    const atMs = lastScanMs ?? scenario.startMs;
    const verdicts = this.patches.approvals.at(node, atMs);
    this.patches.reports.report(stock, verdicts, node, firstScan, atMs);
    this.patches.times.noteReport(node, verdicts.releasedCount, atMs);
  }

  /**
   * Results of a BaselineOverride are printed, not reported, but for those of a patch policy. An upload that is refused
   * makes the run a failure, which reboots all the same where a reboot is due. ASSUMPTION network-cut-while-patching:
   * packages that were fetched before the network was cut are installed, and the upload fails.
   */
  report(stock: PatchStock, operation: PatchOperation, rebootFollows: boolean): void {
    const { fleet, kernel } = this.simulation;
    const { node, obstacle } = operation;
    if (operation.request.baselineOverride !== null && !operation.request.isOfPolicy) {
      this.patches.reports.unreported.set(node, operation.run);
      return;
    }
    if (obstacle !== null || fleet.isNetworkCut(node)) {
      operation.exitCode = notUploadedExitCode;
      this.tellObstacle(operation);
      return;
    }
    // ASSUMPTION report-before-reboot: on Linux this is the last report of the run, on Windows one more follows the boot.
    const { reportBeforeReboot } = stock.blockOf(node).model;
    const options: ReportOptions = {
      operation: operation.request.operation,
      hasOverrideList: operation.request.overrideList !== null,
      rebootFollows: rebootFollows && reportBeforeReboot === 'installed',
    };
    if (operation.request.isOfAssociation) {
      return this.ofAssociations.report(stock, operation, options);
    }
    this.patches.reports.report(stock, operation.verdicts, node, options, kernel.nowMs);
    this.patches.times.noteReport(node, operation.verdicts.releasedCount, kernel.nowMs);
    this.facts.complianceReported.tell(node, this.patches.reports, operation.verdicts.baseline);
  }

  tellObstacle({ node, run, obstacle }: PatchOperation): void {
    this.runFacts.runObstructed.tell(node, run, (obstacle ?? noNetwork).cause);
  }
}
