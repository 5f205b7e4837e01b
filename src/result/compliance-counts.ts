/** How many nodes are compliant, as last reported. */
import { complianceStatus } from '../capabilities/patch-manager/compliance-reports.ts';

export interface ComplianceCounts {
  readonly compliant: number;
  readonly nonCompliant: number;
  /** Never reported: UNSPECIFIED_DATA. */
  readonly unspecified: number;
}

/** `statuses` holds one `complianceStatus` a node. */
export function complianceCounts(statuses: Uint8Array): ComplianceCounts {
  let compliant = 0;
  let nonCompliant = 0;
  for (const status of statuses) {
    if (status === complianceStatus.compliant) compliant += 1;
    else if (status === complianceStatus.nonCompliant) nonCompliant += 1;
  }
  return { compliant, nonCompliant, unspecified: statuses.length - compliant - nonCompliant };
}
