/**
 * Every window as the scenario declares it, and as each call of `actions` leaves it. Nothing that happens in a run decides
 * what a call makes of a window, so that all of it is known beforehand, the tasks that calls register included.
 */
import { deniedCalls } from '../../capability/denied-calls.ts';
import { type CallSpec, madeBy } from '../../cloudformation/call-spec.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { Fields } from '../../cloudformation/read-fields.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Action } from '../../world/actions.ts';
import type { MaintenanceWindow, MaintenanceWindowTarget } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import { deregisterTarget, registerTarget, updateTarget } from './calls/targets.ts';
import { deregisterTask, registerTask, updateTask } from './calls/tasks.ts';
import { updateMaintenanceWindow } from './calls/update-window.ts';
import { windowsOf } from './resources/index.ts';
import { windowTarget } from './resources/window-targets.ts';
import { updatedWindow } from './window-update.ts';

/** What a call made of a window. */
export interface WindowChange {
  readonly atMs: number;
  readonly before: MaintenanceWindow;
  /** As it is from then on. */
  readonly window: MaintenanceWindow;
  /** What of it was registered, changed or removed; null: the window itself was changed. */
  readonly part: WindowPart | null;
}

export interface WindowPart {
  readonly kind: 'target' | 'task';
  readonly id: string;
  readonly status: 'REGISTERED' | 'UPDATED' | 'DEREGISTERED';
}

/** The error with which AWS refuses the call at that moment. */
export type RefusedChange = { readonly error: string };

interface WindowState {
  readonly window: MaintenanceWindow;
  readonly targets: ReadonlyMap<string, MaintenanceWindowTarget>;
}

type Changed = (WindowState & Pick<WindowChange, 'part'>) | RefusedChange;
type Change = (state: WindowState, atMs: number) => Changed;

const missing: RefusedChange = { error: 'DoesNotExistException' };

/** By the place of the action. */
export const windowChanges = oncePer(
  (scenario: Scenario): ReadonlyMap<number, WindowChange | RefusedChange> => {
    const declared = [...nounsOf(scenario, windowTarget).values()];
    const states = new Map<string, WindowState>(
      windowsOf(scenario).map((window) => [
        window.logicalId,
        {
          window,
          targets: new Map(
            declared
              .filter(({ windowId }) => windowId === window.logicalId)
              .map((one) => [one.logicalId, one]),
          ),
        },
      ]),
    );
    const changes = new Map<number, WindowChange | RefusedChange>();
    for (const { action, place } of inOrderOfTime(scenario.actions)) {
      const asked = changeBy(action);
      if (asked === null || deniedCalls(scenario).has(action)) continue;
      const named = states.get(asked.windowId);
      // A call of another account or Region does not know the window.
      const isOfIts = (named?.window.account ?? '') === (action.account ?? '');
      const before = isOfIts ? named : undefined;
      const after = before === undefined ? missing : asked.change(before, action.atMs);
      if (before === undefined || 'error' in after) {
        changes.set(place, after as RefusedChange);
        continue;
      }
      const window = { ...after.window, tasks: after.window.tasks.map((task) => aimed(task, after.targets)) };
      states.set(asked.windowId, { window, targets: after.targets });
      changes.set(place, { atMs: action.atMs, before: before.window, window, part: after.part });
    }
    return changes;
  },
);

/** As each window begins, and as calls leave it, in the order of time. */
export const windowVersions = oncePer((scenario: Scenario): readonly (readonly MaintenanceWindow[])[] => {
  const changes = [...windowChanges(scenario).values()].flatMap((one) => ('error' in one ? [] : one));
  return windowsOf(scenario).map((window) => [
    window,
    ...changes.filter(({ before }) => before.logicalId === window.logicalId).map((change) => change.window),
  ]);
});

/** When a window was disabled: null is before the run, or not over when it ends. */
export interface DisabledSpell {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export function disabledSpells(scenario: Scenario, logicalId: string): DisabledSpell[] {
  const spells: DisabledSpell[] = [];
  let sinceMs: number | null | undefined =
    windowsOf(scenario).find((one) => one.logicalId === logicalId)?.enabled === false ? null : undefined;
  for (const change of windowChanges(scenario).values()) {
    if ('error' in change || change.window.logicalId !== logicalId) continue;
    const { window, atMs } = change;
    if (window.enabled && sinceMs !== undefined) spells.push({ fromMs: sinceMs, toMs: atMs });
    if (window.enabled) sinceMs = undefined;
    else if (sinceMs === undefined) sinceMs = atMs;
  }
  if (sinceMs !== undefined) spells.push({ fromMs: sinceMs, toMs: null });
  return spells;
}

/** `disabled from 2025-12-19 12:00 UTC to 2026-01-05 09:00 UTC` */
export function spellInWords({ fromMs, toMs }: DisabledSpell, time: (atMs: number) => string): string {
  if (fromMs === null && toMs === null) return 'disabled (Enabled: false)';
  if (fromMs === null) return `disabled until ${time(toMs!)}`;
  return toMs === null
    ? `disabled from ${time(fromMs)} on`
    : `disabled from ${time(fromMs)} to ${time(toMs)}`;
}

function inOrderOfTime(actions: readonly Action[]) {
  return actions
    .map((action, place) => ({ action, place }))
    .sort((a, b) => a.action.atMs - b.action.atMs || a.place - b.place);
}

/** A task means what its targets of the window mean; one that was removed means no node. */
function aimed(
  task: MaintenanceWindow['tasks'][number],
  targets: WindowState['targets'],
): MaintenanceWindow['tasks'][number] {
  let isSame = true;
  const targetGroups = task.targetGroups.map((group) => {
    if (group.windowTarget === null) return group;
    const { logicalId } = group.windowTarget;
    const target = targets.get(logicalId);
    const known = {
      targets: target?.targets ?? [],
      windowTarget: { logicalId, owner: target?.owner ?? null },
    };
    if (known.targets === group.targets && known.windowTarget.owner === group.windowTarget.owner)
      return group;
    isSame = false;
    return known;
  });
  return isSame ? task : { ...task, targetGroups };
}

/** Null: it is another call. */
function changeBy(action: Action): { readonly windowId: string; readonly change: Change } | null {
  for (const read of changesByCall) {
    const found = read(action);
    if (found !== null) return found;
  }
  return null;
}

function reads<Name extends string, F extends Fields, Made extends { readonly windowId: string }>(
  spec: CallSpec<Name, F, Made>,
  change: (made: Made, state: WindowState, atMs: number) => Changed,
) {
  return (action: Action) => {
    const made = madeBy(action, spec);
    if (made === undefined) return null;
    return {
      windowId: made.windowId,
      change: (state: WindowState, atMs: number) => change(made, state, atMs),
    };
  };
}

const changesByCall = [
  reads(updateMaintenanceWindow, (update, state, atMs) => {
    const window = updatedWindow(state.window, update, atMs);
    return window === null ? { error: 'ValidationException' } : { ...state, window, part: null };
  }),
  reads(registerTarget, (target, { window, targets }) => ({
    window,
    targets: new Map([...targets, [target.logicalId, target]]),
    part: { kind: 'target', id: target.logicalId, status: 'REGISTERED' },
  })),
  reads(updateTarget, ({ targetId: id, changes }, { window, targets }) => {
    const target = targets.get(id);
    if (target === undefined) return missing;
    const changed = new Map(targets).set(id, { ...target, ...changes });
    return { window, targets: changed, part: { kind: 'target', id, status: 'UPDATED' } };
  }),
  reads(deregisterTarget, ({ targetId: id, isSafe }, { window, targets }) => {
    if (!targets.has(id)) return missing;
    const isUsed = window.tasks.some(({ targetGroups }) =>
      targetGroups.some(({ windowTarget: used }) => used?.logicalId === id),
    );
    // API_DeregisterTargetFromMaintenanceWindow.html#systemsmanager-DeregisterTargetFromMaintenanceWindow-request-Safe
    if (isSafe && isUsed) return { error: 'TargetInUseException' };
    const left = new Map(targets);
    left.delete(id);
    return { window, targets: left, part: { kind: 'target', id, status: 'DEREGISTERED' } };
  }),
  reads(registerTask, (task, { window, targets }) => ({
    window: { ...window, tasks: [...window.tasks, task] },
    targets,
    part: { kind: 'task', id: task.logicalId, status: 'REGISTERED' },
  })),
  reads(updateTask, ({ taskId: id, changes }, { window, targets }) => {
    if (!window.tasks.some(({ logicalId }) => logicalId === id)) return missing;
    const tasks = window.tasks.map((task) => (task.logicalId === id ? { ...task, ...changes } : task));
    return { window: { ...window, tasks }, targets, part: { kind: 'task', id, status: 'UPDATED' } };
  }),
  reads(deregisterTask, ({ taskId: id }, { window, targets }) => {
    const tasks = window.tasks.filter(({ logicalId }) => logicalId !== id);
    if (tasks.length === window.tasks.length) return missing;
    return { window: { ...window, tasks }, targets, part: { kind: 'task', id, status: 'DEREGISTERED' } };
  }),
];
