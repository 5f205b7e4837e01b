/**
 * What runs of AWS-RunPatchBaselineAssociation do in another way than those of AWS-RunPatchBaseline.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaselineassociation.html
 */
import { policiesAllow } from '../../aws/iam.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type NodesView, nodesView, type PatchingObstacle } from '../managed-nodes/facts.ts';
import { mayLookUpTags } from './baseline-tags.ts';
import { ComplianceReports, type ReportOptions } from './compliance-reports.ts';
import { patchFacts } from './events.ts';
import type { ExitCode } from './exit-codes.ts';
import type { OperationRequest, PatchOperation } from './operation.ts';
import { mayReadOverride } from './override-access.ts';
import type { PatchStock } from './patch-stock.ts';

const noComplianceItems: PatchingObstacle = {
  cause: 'PROFILE_LACKS_PATCHING',
  exitCode: 1,
  isAtReport: true,
};

export class AssociationRuns {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  /** Beside what the nodes report of their patches; none where no such run is. */
  private reports: ComplianceReports | undefined;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.nodes = simulation.views.of(nodesView);
  }

  /**
   * A patch policy has its baselines in a bucket, which its nodes read: 160 is access denied. The document of Quick Setup is for EC2
   * instances, and looks baselines up by their tags in the name of the node.
   * ASSUMPTION patch-association-refusals: elsewhere it does not find the metadata of an instance.
   */
  refusal(node: number, { source }: DocumentRun, request: OperationRequest): ExitCode | null {
    const { isOfAssociation, isOfPolicy, baselineTags } = request;
    if (isOfPolicy && !mayReadOverride(this.nodes.profileOf(node), source.attachedPolicies)) return 160;
    if (!isOfAssociation) return null;
    if (this.simulation.fleet.groupOf(node).hybridActivation !== null) return 148;
    return baselineTags === null || mayLookUpTags(this.nodes.profileOf(node)) ? null : 130;
  }

  /** Of any run: this document reports by PutComplianceItems, AWS-RunPatchBaseline by PutInventory. */
  obstacleOn(node: number, { isOfAssociation }: OperationRequest): PatchingObstacle | null {
    const obstacle = this.nodes.patchingObstacle(node);
    if (!isOfAssociation || obstacle?.isAtReport === false) return obstacle;
    const profile = this.nodes.profileOf(node);
    return profile === null || policiesAllow(profile, 'ssm:PutComplianceItems') ? null : noComplianceItems;
  }

  /** Whether the node is compliant, whatever its patches; patch compliance is not overwritten. */
  report(stock: PatchStock, { node, run, verdicts }: PatchOperation, options: ReportOptions): void {
    const { facts, fleet, kernel } = this.simulation;
    this.reports ??= new ComplianceReports(fleet.count);
    this.reports.report(stock, verdicts, node, options, kernel.nowMs);
    const isCompliant = this.reports.complianceOf(node) === 'COMPLIANT';
    facts.of(patchFacts).associationComplianceReported.tell(node, run, isCompliant);
  }
}
