/** What results say of each node's patches: what AWS reports, and the cause where the node is not patched. */
import { type CauseId, causesOf } from '../../capability/causes.ts';
import type { ResultSpec } from '../../capability/results.ts';
import { count, oneOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { type ComplianceLevel, complianceLevels } from '../../world/baselines.ts';
import type { CauseFinder } from './cause-finder.ts';
import { complianceWords, faultCounts, type ReportedCompliance } from './compliance-reports.ts';
import type { PatchManager } from './machine.ts';
import { type NodeState, nodeStates } from './node-states.ts';

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

/** The counts of DescribeInstancePatchStates; in a result those of the first list go before the node's reboots. */
const firstCounts = [
  'InstalledCount',
  'InstalledOtherCount',
  'MissingCount',
  'FailedCount',
  'InstalledPendingRebootCount',
  'InstalledRejectedCount',
] as const;
const otherCounts = ['NotApplicableCount', 'AvailableSecurityUpdateCount', ...faultCounts] as const;

type CountName = (typeof firstCounts)[number] | (typeof otherCounts)[number];

export interface PatchNodeResult extends Readonly<Record<CountName, number>> {
  readonly state: NodeState;
  readonly cause: CauseId | null;
  readonly patchGroup: string | null;
  readonly baseline: string;
  readonly compliance: ReportedCompliance;
  /** The highest compliance level among the patches at fault; null: none is. */
  readonly NonCompliantSeverity: ComplianceLevel | null;
}

export const patchResults: ResultSpec<Machine> = {
  nodes: [
    {
      place: 20,
      fields: (capabilities) => ({
        state: said('See the four states in the pages on causes.', oneOf(...nodeStates)),
        cause: said(
          'Why it is not up to date: the first blocking link. Null: it is.',
          oneOf(...causesOf(capabilities).ids, null),
        ),
        patchGroup: textOrNothing,
        baseline: text,
        compliance: said('As last reported.', oneOf(...complianceWords)),
        ...Object.fromEntries(firstCounts.map((name) => [name, count])),
      }),
      of({ patches: { baselines, reports }, causes }, node) {
        const { state, cause } = causes.findingOf(node);
        return {
          state,
          cause,
          patchGroup: baselines.patchGroupOf(node),
          baseline: baselines.of(node).id,
          compliance: reports.complianceOf(node),
          InstalledCount: reports.countOf('INSTALLED', node),
          InstalledOtherCount: reports.countOf('INSTALLED_OTHER', node),
          MissingCount: reports.countOf('MISSING', node),
          FailedCount: reports.countOf('FAILED', node),
          InstalledPendingRebootCount: reports.countOf('INSTALLED_PENDING_REBOOT', node),
          InstalledRejectedCount: reports.countOf('INSTALLED_REJECTED', node),
        };
      },
      isUnpatched: ({ causes }, node) => causes.findingOf(node).cause !== null,
    },
    {
      place: 40,
      fields: () => ({
        ...Object.fromEntries(otherCounts.map((name) => [name, count])),
        NonCompliantSeverity: said(
          'The highest level among the patches at fault.',
          oneOf(...complianceLevels, null),
        ),
      }),
      of: ({ patches: { reports } }, node) => ({
        NotApplicableCount: reports.countOf('NOT_APPLICABLE', node),
        AvailableSecurityUpdateCount: reports.countOf('AVAILABLE_SECURITY_UPDATE', node),
        CriticalNonCompliantCount: reports.faultCountOf('CriticalNonCompliantCount', node),
        SecurityNonCompliantCount: reports.faultCountOf('SecurityNonCompliantCount', node),
        OtherNonCompliantCount: reports.faultCountOf('OtherNonCompliantCount', node),
        NonCompliantSeverity: reports.nonCompliantSeverityOf(node),
      }),
    },
  ],
};
