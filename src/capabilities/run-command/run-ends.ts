/** What an invocation's last status says of the run on its node. */
import type { RunEnd } from '../../capability/run-facts.ts';
import type { Command } from './state.ts';
import type { InvocationStatus } from './statuses.ts';

const succeeded: RunEnd = { how: 'succeeded', cause: null };
const failed: RunEnd = { how: 'failed', cause: null };
const onOldAgent: RunEnd = { how: 'failed', cause: 'AGENT_TOO_OLD' };
const interrupted: RunEnd = { how: 'failed', cause: 'INTERRUPTED' };
const onWrongPlatform: RunEnd = { how: 'stopped', cause: 'UNSUPPORTED_PLATFORM' };
const denied: RunEnd = { how: 'stopped', cause: 'CANCELLED' };
const silent: RunEnd = { how: 'not reached', cause: 'TIMED_OUT' };
const undelivered: RunEnd = { how: 'not reached', cause: 'DELIVERY_FAILED' };

const timedOut: RunEnd = { how: 'stopped', cause: 'TIMED_OUT' };

/** The simulation was over before it was. */
export const inProgress: RunEnd = { how: 'in progress', cause: null };

export function runEndOf(command: Command, position: number, status: InvocationStatus): RunEnd {
  switch (status) {
    case 'Success':
      return succeeded;
    case 'Failed':
      if (command.obstructed.get(position) === 'AGENT_TOO_OLD') return onOldAgent;
      return command.interrupted.has(position) ? interrupted : failed;
    case 'ExecutionTimedOut':
      return timedOut;
    case 'DeliveryTimedOut':
      return command.acknowledgedMs[position]! > 0 ? silent : undelivered;
    case 'InvalidPlatform':
      return onWrongPlatform;
    case 'Cancelled':
      return { how: 'stopped', cause: command.cancelledFor };
    case 'AccessDenied':
      return denied;
    default:
      return undelivered;
  }
}
