/** How many nodes are compliant, as last reported. */
import { type ComplianceReports, complianceStatus } from './compliance-reports.ts';

export interface ComplianceCounts {
  readonly compliant: number;
  readonly nonCompliant: number;
  /** Never reported: UNSPECIFIED_DATA. */
  readonly unspecified: number;
}

export function complianceCounts(reports: ComplianceReports): ComplianceCounts {
  let compliant = 0;
  let nonCompliant = 0;
  for (let node = 0; node < reports.nodeCount; node += 1) {
    const status = reports.statusOf(node);
    if (status === complianceStatus.compliant) compliant += 1;
    else if (status === complianceStatus.nonCompliant) nonCompliant += 1;
  }
  return { compliant, nonCompliant, unspecified: reports.nodeCount - compliant - nonCompliant };
}
