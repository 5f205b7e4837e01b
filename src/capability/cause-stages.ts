/** Which links of the chain there are, in the order in which an operator checks them. */

/** From the machine itself to its last reboot, as an operator checks them. */
export const causeStages = [
  'machine',
  'agent',
  'credentials',
  'network',
  'permission',
  'target',
  'baseline',
  'execution',
  'rollout',
  'run',
  'reboot',
] as const;
export type CauseStage = (typeof causeStages)[number];

/** The name of a cause, of whichever capability. */
export type CauseId = string;

export function isBefore(stage: CauseStage, other: CauseStage): boolean {
  return causeStages.indexOf(stage) < causeStages.indexOf(other);
}
