/** Versions of SSM Agent as time goes by. */
import { compareAgentVersions } from '../../aws/agent-version.ts';
import type { ModelSection } from '../../capability/model.ts';
import { agentVersion } from '../../fields/aws-fields.ts';
import { once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';

export interface AgentReleases {
  /** Newest at `start`. */
  readonly newest: string;
  /** In milliseconds. */
  readonly releaseEvery: number;
}

export const agentReleasesModel: ModelSection<AgentReleases> = {
  name: 'agent',
  is: 'How SSM Agent keeps in touch',
  perNode: true,
  keys: once(() => ({
    newest: {
      field: agentVersion(),
      is: 'The newest version of SSM Agent at `start`',
      default: '3.3.987.0',
      reason: 'the version that agents have unless the file says otherwise',
    },
    releaseEvery: {
      field: duration(),
      is: 'Time between two new versions of SSM Agent',
      default: '30d',
      reason: 'ASSUMPTION agent-releases: AWS publishes one about every month, at no fixed time',
    },
  })),
};

/**
 * ASSUMPTION agent-releases: what AWS will call its next versions is not known; each raises the third number by one.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-automatic-updates.html
 */
export function newestAgentVersion({ newest, releaseEvery }: AgentReleases, elapsedMs: number): string {
  const releaseCount = releaseEvery === 0 ? 0 : Math.floor(elapsedMs / releaseEvery);
  const [first, second, third, fourth] = newest.split('.').map(Number);
  return `${first}.${second}.${third! + releaseCount}.${fourth}`;
}

/**
 * The version that AWS-UpdateSSMAgent leaves behind; null: it fails, since an older version than the installed one needs
 * allowDowngrade.
 */
export function updatedAgentVersion(options: {
  readonly installed: string;
  readonly newest: string;
  /** Its parameter; the newest unless given. */
  readonly wanted: string | undefined;
  readonly allowDowngrade: boolean;
}): string | null {
  const { installed, newest, wanted, allowDowngrade } = options;
  const isNewest = wanted === undefined || wanted === '' || wanted === 'latest';
  const target = isNewest ? newest : wanted;
  if (compareAgentVersions(target, installed) >= 0) return target;
  return isNewest ? installed : allowDowngrade ? target : null;
}
