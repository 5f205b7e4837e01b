import type { Distribution } from '../kernel/distributions.ts';
import { meanOf } from '../kernel/distributions.ts';
import type { NodeSelector } from './fleet.ts';

export const faultActions = [
  'stopAgent',
  'startAgent',
  'restartAgent',
  'detachProfile',
  'attachProfile',
  'cutNetwork',
  'restoreNetwork',
  'stop',
  'start',
  'reboot',
  'terminate',
  'launch',
  'drift',
  'impairSystem',
  'restoreSystem',
  'impairInstance',
  'restoreInstance',
  'fillDisk',
  'freeDisk',
  'breakRule',
] as const;
export type FaultAction = (typeof faultActions)[number];

/** What undoes an action when `for` is over. */
export const inverseActions: Readonly<Partial<Record<FaultAction, FaultAction>>> = {
  stopAgent: 'startAgent',
  startAgent: 'stopAgent',
  detachProfile: 'attachProfile',
  attachProfile: 'detachProfile',
  cutNetwork: 'restoreNetwork',
  restoreNetwork: 'cutNetwork',
  stop: 'start',
  start: 'stop',
  launch: 'terminate',
  impairSystem: 'restoreSystem',
  restoreSystem: 'impairSystem',
  impairInstance: 'restoreInstance',
  restoreInstance: 'impairInstance',
  fillDisk: 'freeDisk',
};

export interface Fault {
  readonly id: string;
  /** When: once, or again and again with a clock per node (one clock for all when `together`). */
  readonly when: { readonly atMs: number } | { readonly every: Distribution; readonly together: boolean };
  readonly nodes: NodeSelector;
  readonly action: FaultAction;
  /** For `launch`: how many nodes of the group each time. */
  readonly launchCount?: number;
  /** How long until the action is undone. */
  readonly for?: Distribution;
  /** For `attachProfile`: which; absent: the group's own, or AmazonSSMManagedInstanceCore if it has none. */
  readonly instanceProfile?: string;
  /** For `drift`: the association, or another source, whose document it undoes. */
  readonly association?: string;
  /** For `breakRule`: the rule, and what it finds noncompliant from then on. */
  readonly rule?: string;
  readonly resource?: { readonly type: string; readonly id: string };
}

/** About how often a fault strikes a node in the given number of milliseconds, if it could strike `nodeCount` of them. */
export function expectedStrikes(
  { when, nodes }: Pick<Fault, 'when' | 'nodes'>,
  nodeCount: number,
  spanMs: number,
): number {
  const struckCount = nodes.count ?? nodeCount * (nodes.share ?? 1);
  return 'atMs' in when ? struckCount : (struckCount * spanMs) / Math.max(1, meanOf(when.every));
}
