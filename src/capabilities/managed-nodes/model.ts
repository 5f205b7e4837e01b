/** What AWS leaves open about agents: how they keep in touch, and how fast they get their credentials. */
import { type ModelSection, modelByGroup, OfNodes } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { distribution, lognormal, uniform } from '../../fields/distribution-field.ts';
import { integer, once } from '../../fields/fields.ts';
import { duration, share } from '../../fields/quantities.ts';
import { type Distribution, samplerOf } from '../../kernel/distributions.ts';

export interface AgentModel {
  readonly heartbeat: number;
  readonly missedHeartbeats: number;
  /** From boot to Online. */
  readonly registration: Distribution;
  /** From a profile attached late to the agent's next try; a restart tries at once. */
  readonly credentialRetry: Distribution;
  /** How long credentials last after the profile is detached. */
  readonly credentialValidity: Distribution;
  /** From enabling Default Host Management to its credentials. */
  readonly defaultHostManagement: Distribution;
}

export const agentModel: ModelSection<AgentModel> = {
  name: 'agent',
  is: 'How SSM Agent keeps in touch',
  perNode: true,
  keys: once(() => ({
    heartbeat: {
      field: duration(),
      is: 'Time between two heartbeats',
      default: '5m',
      reason: 'the agent calls UpdateInstanceInformation every five minutes',
    },
    missedHeartbeats: {
      field: integer(1, 1000),
      is: 'How many of them may be missed before a node is ConnectionLost',
      default: '2',
      reason: 'AWS gives no number; a node is seen as ConnectionLost after some minutes of silence',
    },
    registration: {
      field: distribution(),
      is: 'From boot to Online, for a node that registers',
      default: lognormal('2m', '1m'),
      reason: 'reported from half a minute to six minutes after boot',
    },
    credentialRetry: {
      field: distribution(),
      is: 'How long the agent waits after it was denied access before it tries again',
      default: uniform('25m', '30m'),
      studyGuide: '5m',
      reason:
        'after an access denial the agent sleeps 25 minutes and up to 5 more; the guides say five minutes',
    },
    credentialValidity: {
      field: distribution(),
      is: 'How long credentials last of a profile that was taken away',
      default: uniform('30m', '1h'),
      reason: 'credentials of a profile last an hour and are renewed at half of it',
    },
    defaultHostManagement: {
      field: distribution(),
      is: 'How long Default Host Management takes to reach a node',
      default: uniform('0s', '30m'),
      reason: 'AWS: the setting can take up to 30 minutes',
    },
  })),
};

export interface ChangesModel {
  /** From CreateVpcEndpoint until an interface endpoint is available. */
  readonly endpointAvailable: Distribution;
  /** From UpdateServiceSetting until the standard tier is back. */
  readonly tierReversion: number;
}

/** What AWS takes its time over when a call changes an account. */
export const changesModel: ModelSection<ChangesModel> = {
  name: 'changes',
  is: 'How long AWS takes over a change that a call asks for',
  perNode: false,
  keys: once(() => ({
    endpointAvailable: {
      field: distribution(),
      is: 'How long an interface endpoint is pending before it is available; a gateway endpoint is available at once',
      default: uniform('1m', '3m'),
      reason: 'AWS gives no figure; people see one to three minutes; ASSUMPTION endpoint-available',
    },
    tierReversion: {
      field: duration(),
      is: 'How long the way back from the advanced to the standard tier takes',
      default: '30m',
      reason: 'AWS: it can take 30 minutes or more; ASSUMPTION tier-reversion',
    },
  })),
};

export interface RebootModel {
  /** One reboot until the agent is back. */
  readonly reboot: Distribution;
  /** Share of reboots from which the node does not come back. */
  readonly rebootFails: number;
}

/** Reboots are the machine's; the file has them beside what asks for most of them. */
export const rebootModel: ModelSection<RebootModel> = {
  name: 'patching',
  is: 'How long patching takes, and how often it fails',
  perNode: true,
  keys: once(() => ({
    reboot: {
      field: distribution(),
      is: 'One reboot, until the agent’s first ping',
      default: lognormal('4m', '1m'),
      reason: "one reboot until the agent's first ping; ASSUMPTION patching-durations",
    },
    rebootFails: {
      field: share(),
      is: 'Share of reboots that a node does not come back from',
      default: '0.01%',
      reason: 'one reboot in ten thousand: rare and never reported; the node keeps its slot for hours',
    },
  })),
};

/** What a machine of each group does, ready to be drawn from. */
export function agentModels({ scenario, fleet }: Pick<Simulation, 'scenario' | 'fleet'>) {
  const byGroup = modelByGroup(scenario, agentModel, ({ heartbeat, missedHeartbeats, ...times }) => ({
    heartbeatMs: heartbeat,
    missedHeartbeats,
    registration: samplerOf(times.registration),
    credentialRetry: samplerOf(times.credentialRetry),
    credentialValidity: samplerOf(times.credentialValidity),
    defaultHostManagement: samplerOf(times.defaultHostManagement),
  }));
  return new OfNodes(fleet, byGroup);
}

export function rebootModels({ scenario, fleet }: Pick<Simulation, 'scenario' | 'fleet'>) {
  const byGroup = modelByGroup(scenario, rebootModel, ({ reboot, rebootFails }) => ({
    reboot: samplerOf(reboot),
    rebootFails,
  }));
  return new OfNodes(fleet, byGroup);
}
