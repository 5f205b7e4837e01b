/** Cause by cause, what would have helped: changes to try, the likeliest first. Which of them helps, a run decides. */
import type { Cause } from '../capabilities/index.ts';
import type { Candidate, Patient } from './patient.ts';
import { aimAtNode, approveInTime, comeDue, takeOffRejected } from './remedies-aim.ts';
import {
  addEndpoint,
  addMessagesEndpoint,
  allowMore,
  attachProfile,
  hurryAgent,
  keepFromTermination,
  launchEarlier,
  newActivation,
  openEgress,
  openRoute,
  reachRepositories,
  startAgent,
  startMachine,
  updateAgent,
} from './remedies-machine.ts';
import {
  allowErrors,
  fitPlatform,
  freeWindow,
  giveTime,
  haveItsTurn,
  notCancelled,
  reboot,
  tryAgain,
} from './remedies-rollout.ts';

const table: Readonly<Record<Cause, (patient: Patient) => readonly Candidate[]>> = {
  NOT_LAUNCHED: launchEarlier,
  TERMINATED: keepFromTermination,
  STOPPED: startMachine,
  AGENT_STOPPED: startAgent,
  NO_INSTANCE_PROFILE: attachProfile,
  PROFILE_LACKS_SSM: allowMore,
  ACTIVATION_EXPIRED: newActivation,
  ACTIVATION_FULL: newActivation,
  CREDENTIALS_PENDING: hurryAgent,
  NO_ROUTE: openRoute,
  EGRESS_BLOCKED: openEgress,
  ENDPOINT_MISSING_SSM: (patient) => addEndpoint(patient, 'ssm'),
  ENDPOINT_MISSING_MESSAGES: addMessagesEndpoint,
  ENDPOINT_MISSING_S3: (patient) => addEndpoint(patient, 's3'),
  REPOSITORY_UNREACHABLE: reachRepositories,
  PROFILE_LACKS_PATCHING: allowMore,
  NOT_TARGETED: aimAtNode,
  SCAN_ONLY: aimAtNode,
  PATCH_REJECTED: takeOffRejected,
  BASELINE_NOT_APPROVED: approveInTime,
  NO_EXECUTION: comeDue,
  WINDOW_SKIPPED: freeWindow,
  CUTOFF: haveItsTurn,
  HALTED_BY_MAX_ERRORS: allowErrors,
  CANCELLED: notCancelled,
  UNSUPPORTED_PLATFORM: fitPlatform,
  AGENT_TOO_OLD: updateAgent,
  DELIVERY_FAILED: tryAgain,
  TIMED_OUT: giveTime,
  INTERRUPTED: tryAgain,
  INSTALL_FAILED: tryAgain,
  // Nothing that Systems Manager could be told brings it back.
  REBOOT_FAILED: () => [],
  PENDING_REBOOT: reboot,
};

/** What may mend the patient's cause. */
export function remediesFor(patient: Patient): readonly Candidate[] {
  return table[patient.cause as Cause](patient);
}
