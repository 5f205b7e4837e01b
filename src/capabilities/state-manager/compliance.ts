/**
 * Association compliance: the agent writes that of all associations of the node whenever one of them has run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-compliance-about.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { associationFacts } from './events.ts';
import { type AssociationStatus, complianceOf } from './rules.ts';
import type { AssociationState, Interval } from './state.ts';

const codes = { COMPLIANT: 1, NON_COMPLIANT: 2 } as const;

/** ASSUMPTION association-runbooks: of a runbook no agent writes it. */
export function noteOutcome(
  { association, startsRunbook }: Interval,
  node: number,
  status: AssociationStatus,
): void {
  if (!startsRunbook) association.outcomes[node] = codes[complianceOf(status)];
}

/** SyncCompliance MANUAL: what the status is does not show, and only PutComplianceItems would write it. */
export function captureCompliance(
  associations: readonly AssociationState[],
  node: number,
  { complianceChanged }: FactsIn<typeof associationFacts>,
): void {
  for (const state of associations) {
    const outcome = state.outcomes[node]!;
    if (outcome === state.compliance[node] || state.bound[node] === 0) continue;
    if (!state.version.definition.reportsCompliance) continue;
    state.compliance[node] = outcome;
    complianceChanged.tell(node, state, outcome === codes.COMPLIANT ? 'COMPLIANT' : 'NON_COMPLIANT');
  }
}

/** What AWS-RunPatchBaselineAssociation has reported: under SyncCompliance MANUAL nothing else says it. */
export function noteReported(
  state: AssociationState,
  node: number,
  isCompliant: boolean,
  { complianceChanged }: FactsIn<typeof associationFacts>,
): void {
  const reported = isCompliant ? 'COMPLIANT' : 'NON_COMPLIANT';
  if (state.version.definition.reportsCompliance || state.compliance[node] === codes[reported]) return;
  state.compliance[node] = codes[reported];
  complianceChanged.tell(node, state, reported);
}

export function complianceCounts({ compliance }: AssociationState): {
  compliant: number;
  nonCompliant: number;
} {
  const counts = { compliant: 0, nonCompliant: 0 };
  for (const code of compliance) {
    if (code === codes.COMPLIANT) counts.compliant += 1;
    else if (code === codes.NON_COMPLIANT) counts.nonCompliant += 1;
  }
  return counts;
}
