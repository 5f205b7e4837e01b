/**
 * A dumb twin of the four states: it reads the complete journal and the scenario, and works out every node's state and the
 * kind of its cause in the plainest way, with none of the program's code.
 */
import { expect, test, vi } from 'vitest';
import type { JournalEntry } from '../../src/result/journal.ts';
import { type Simulated, simulateYaml } from '../support/simulate.ts';
import { startMs, type World, worldOf } from './four-states-world.ts';

vi.setConfig({ testTimeout: 240_000 });

const dayMs = 86_400_000;
type BaselineName = 'quick' | 'careful' | 'override';
type Verdict = 'approved' | 'delayed' | 'rejected' | 'notSelected';

interface Chance {
  readonly askedMs: number;
  readonly settledMs: number;
  readonly order: number;
  readonly baseline: BaselineName;
  readonly judgedMs: number;
  /** Whether it installed what an InstallOverrideList names. */
  readonly isListOnly: boolean;
  readonly isInProgress: boolean;
  /** What is known of why it did not go through; null: it did, or other reasons than those looked at. */
  readonly cause: string | null;
}

type Patch = World['patches'][number];

function verdictOf(world: World, baseline: BaselineName, patch: Patch, atMs: number): Verdict {
  if (baseline === 'careful' && world.rejected.includes(patch.id)) return 'rejected';
  const isSelected = patch.isSecurity && (baseline !== 'quick' || patch.severity === 'Critical');
  if (!isSelected) return 'notSelected';
  return atMs > patch.releasedMs + world.delayDays[baseline] * dayMs ? 'approved' : 'delayed';
}

/** On Windows whatever is out replaces the older patch, elsewhere what is approved. */
function isReplaced(world: World, baseline: BaselineName, patch: Patch, atMs: number): boolean {
  return world.patches.some(
    (one) =>
      one.supersedes.includes(patch.id) &&
      one.releasedMs <= atMs &&
      (one.os === 'WINDOWS' || verdictOf(world, baseline, one, atMs) === 'approved'),
  );
}

/** An InstallOverrideList names all that is installed; on Windows it must be approved as well. */
function wouldInstall(world: World, { baseline, judgedMs, isListOnly }: Chance, patch: Patch): boolean {
  if (patch.releasedMs > judgedMs || isReplaced(world, baseline, patch, judgedMs)) return false;
  const isApproved = verdictOf(world, baseline, patch, judgedMs) === 'approved';
  if (!isListOnly) return isApproved;
  return world.listed.includes(patch.id) && (patch.os !== 'WINDOWS' || isApproved);
}

/** What ends the turn of whatever was not sent to. */
const withdrawals = [
  'run-command/command-halted',
  'run-command/invocations-closed',
  'run-command/cancel-requested',
];

type Entry = JournalEntry & { readonly ms: number; readonly index: number };

class Twin {
  readonly world: World;
  readonly journal: readonly Entry[];
  readonly #byEvent = new Map<string, Entry[]>();

  constructor(world: World, run: Simulated) {
    this.world = world;
    this.journal = run.journal.map((entry, index) => ({ ...entry, ms: Date.parse(entry.at), index }));
    for (const entry of this.journal) {
      const same = this.#byEvent.get(entry.event);
      if (same === undefined) this.#byEvent.set(entry.event, [entry]);
      else same.push(entry);
    }
  }

  of(event: string, matches: Readonly<Record<string, unknown>> = {}) {
    return (this.#byEvent.get(event) ?? []).filter((one) =>
      Object.entries(matches).every(([key, value]) => one[key] === value),
    );
  }

  judge(node: string): { state: string; cause: string | null | undefined } {
    const { world } = this;
    const group = world.groups.find(({ name }) => node.startsWith(`${name}-`))!;
    const terminated = this.of('managed-nodes/node-terminated', { node })[0];
    const atMs = terminated?.ms ?? world.endMs - 1;
    const until = terminated?.index ?? Number.POSITIVE_INFINITY;
    const chances = this.chancesOf(node, group.name, group.baseline).filter(
      (one) => terminated === undefined || one.order <= until,
    );
    const running = terminated === undefined ? chances.find((one) => one.isInProgress) : undefined;
    const last =
      running ??
      chances
        .filter((one) => !one.isInProgress)
        .sort((one, other) => one.askedMs - other.askedMs || one.order - other.order)
        .at(-1);
    const findings = world.patches.flatMap((patch) => {
      if (patch.os !== group.os || patch.releasedMs > atMs) return [];
      const there = this.standingOf(node, patch, until, group.joinsMs !== null);
      const verdict = verdictOf(world, group.baseline, patch, atMs);
      const isSevere = patch.isSecurity && ['Critical', 'Important'].includes(patch.severity);
      if (there === 'in effect' || (verdict === 'notSelected' && !isSevere)) return [];
      const isOld = there === 'missing' && isReplaced(world, group.baseline, patch, atMs);
      const wasDue = last === undefined ? verdict === 'approved' && !isOld : wouldInstall(world, last, patch);
      if (isOld && !wasDue) return [];
      if (running !== undefined) return [{ state: 'waiting', cause: 'RUN_ENDED', verdict }];
      if (wasDue || there === 'awaits reboot') return [{ state: 'missed', cause: last?.cause, verdict }];
      if (verdict === 'approved') return [{ state: 'waiting', cause: 'AWAITS_NEXT_WINDOW', verdict }];
      return [{ state: 'heldBack', cause: null, verdict }];
    });
    const state = ['missed', 'waiting', 'heldBack'].find((one) =>
      findings.some((found) => found.state === one),
    );
    if (state === undefined) return { state: 'upToDate', cause: null };
    if (state !== 'heldBack') return { state, cause: findings.find((found) => found.state === state)!.cause };
    const verdicts = findings.map(({ verdict }) => verdict);
    if (verdicts.includes('rejected')) return { state, cause: 'PATCH_REJECTED' };
    return {
      state,
      cause: verdicts.includes('delayed') ? 'BASELINE_NOT_APPROVED' : 'BASELINE_DOES_NOT_SELECT',
    };
  }

  standingOf(node: string, { id, releasedMs }: World['patches'][number], until: number, joins: boolean) {
    const patchedUntilMs = startMs - 6 * dayMs;
    if (releasedMs < (joins ? patchedUntilMs : Math.min(patchedUntilMs, startMs))) return 'in effect';
    const brings = [
      id,
      ...this.world.patches.filter((one) => one.supersedes.includes(id)).map((one) => one.id),
    ];
    const installed = this.of('patch-manager/patches-installed', { node }).find(
      (one) =>
        one.index <= until && brings.some((name) => (one['patches'] as readonly string[]).includes(name)),
    );
    if (installed === undefined) return 'missing';
    const booted = this.of('managed-nodes/node-booted', { node }).some(
      (one) => one.index > installed.index && one.index <= until,
    );
    return booted ? 'in effect' : 'awaits reboot';
  }

  chancesOf(node: string, group: string, baseline: BaselineName): Chance[] {
    const chances: Chance[] = [];
    const isThere = (index: number) =>
      this.world.groups.find(({ name }) => name === group)!.joinsMs === null ||
      this.of('managed-nodes/node-launched', { node }).some((one) => one.index < index);
    for (const [window, tasks] of Object.entries(this.world.windows)) {
      const mine = tasks.filter((task) => task.groups.includes(group));
      for (const skipped of this.of('maintenance-windows/window-skipped', { window })) {
        if (mine.length === 0 || !isThere(skipped.index)) continue;
        const askedMs = skipped.ms;
        chances.push({
          askedMs,
          settledMs: askedMs,
          order: skipped.index,
          baseline,
          judgedMs: askedMs,
          isListOnly: false,
          isInProgress: false,
          cause: 'WINDOW_SKIPPED',
        });
      }
      for (const opened of this.of('maintenance-windows/window-opened', { window })) {
        const execution = String(opened['execution']);
        for (const { id, groups } of mine) {
          const suffix = (place: number) => (groups.length > 1 ? `/${place + 1}` : '');
          const commandOf = (place: number) => `${execution}/${id}${suffix(place)}`;
          const command = commandOf(groups.indexOf(group));
          if (this.of('run-command/command-requested', { command }).length > 0) {
            chances.push(
              ...this.chanceOf(node, command, execution, { baseline, isListOnly: false }, isThere),
            );
            continue;
          }
          // Its turn never comes: a group before it was halted or cut off, the cutoff came first, or the run ended.
          const commands = groups.map((_, place) => commandOf(place));
          const isStarted = commands.some(
            (one) => this.of('run-command/command-requested', { command: one }).length > 0,
          );
          const cutoff = this.of('maintenance-windows/cutoff-reached', { execution })[0];
          const closed = this.of('maintenance-windows/window-closed', { execution })[0];
          const passedOver = isStarted
            ? this.journal.find(
                (one) => commands.includes(String(one['command'])) && withdrawals.includes(one.event),
              )
            : (cutoff ?? closed);
          const order = passedOver?.index ?? Number.POSITIVE_INFINITY;
          if (!isThere(order)) continue;
          const askedMs = passedOver?.ms ?? this.world.endMs;
          chances.push({
            askedMs,
            settledMs: askedMs,
            order,
            baseline,
            judgedMs: this.snapshotMs(execution, baseline) ?? askedMs,
            isListOnly: false,
            isInProgress: order === Number.POSITIVE_INFINITY,
            cause: passedOver?.event === 'run-command/command-halted' ? 'HALTED_BY_MAX_ERRORS' : 'CUTOFF',
          });
        }
      }
    }
    for (const { id, group: meant, file } of this.world.manual) {
      if (meant !== group || this.of('run-command/command-requested', { command: id }).length === 0) continue;
      const judgedBy = {
        baseline: file === 'BaselineOverride' ? ('override' as const) : baseline,
        isListOnly: file === 'InstallOverrideList',
      };
      chances.push(...this.chanceOf(node, id, null, judgedBy, isThere));
    }
    return chances;
  }

  /** When the first node with that baseline began in the execution. */
  snapshotMs(execution: string, baseline: BaselineName): number | null {
    const first = this.of('patch-manager/operation-started').find(
      (one) =>
        String(one['command']).startsWith(`${execution}/`) &&
        this.world.groups.find(({ name }) => String(one.node).startsWith(`${name}-`))!.baseline === baseline,
    );
    return first?.ms ?? null;
  }

  chanceOf(
    node: string,
    command: string,
    execution: string | null,
    judgedBy: Pick<Chance, 'baseline' | 'isListOnly'>,
    isThere: (index: number) => boolean,
  ): Chance[] {
    const requested = this.of('run-command/command-requested', { command })[0]!;
    if (!isThere(requested.index)) return [];
    const isGone = this.of('managed-nodes/node-terminated', { node }).some(
      (one) => one.index < requested.index,
    );
    if (isGone) return [];
    const began = this.of('patch-manager/operation-started', { node, command })[0];
    const askedMs = requested.ms;
    const judgedMs =
      (execution === null ? began?.ms : this.snapshotMs(execution, judgedBy.baseline)) ?? askedMs;
    const common = { ...judgedBy, askedMs, judgedMs };
    const ended = this.of('run-command/invocation-finished', { node, command })[0];
    if (ended !== undefined) {
      const cause =
        ended['status'] === 'Failed'
          ? 'INSTALL_FAILED'
          : ended['status'] === 'Success'
            ? 'PENDING_REBOOT'
            : null;
      const cut = began === undefined ? undefined : this.interruptionOf(node, command, began.index);
      const isTold = cut !== undefined && this.of('managed-nodes/node-terminated', { node })[0] !== undefined;
      return [
        { ...common, settledMs: ended.ms, order: isTold ? cut : ended.index, isInProgress: false, cause },
      ];
    }
    const interrupted = began === undefined ? undefined : this.interruptionOf(node, command, began.index);
    if (interrupted !== undefined)
      return [
        { ...common, settledMs: askedMs, order: interrupted, isInProgress: false, cause: 'INTERRUPTED' },
      ];
    const sent = this.of('run-command/invocation-sent', { node, command })[0];
    if (sent !== undefined)
      return [{ ...common, settledMs: 0, order: Number.POSITIVE_INFINITY, isInProgress: true, cause: null }];
    if (!this.isManaged(node, requested.index))
      return [{ ...common, settledMs: askedMs, order: requested.index, isInProgress: false, cause: null }];
    const withdrawn = this.journal.find(
      (one) => one['command'] === command && withdrawals.includes(one.event),
    );
    if (withdrawn !== undefined) {
      const { ms: settledMs, index: order, event } = withdrawn;
      const closedBy = execution === null ? 'CANCELLED' : 'CUTOFF';
      const cause = event === 'run-command/command-halted' ? 'HALTED_BY_MAX_ERRORS' : closedBy;
      return [{ ...common, settledMs, order, isInProgress: false, cause }];
    }
    return [{ ...common, settledMs: 0, order: Number.POSITIVE_INFINITY, isInProgress: true, cause: null }];
  }

  /** Where the journal says that the node went down, or lost its network, in its own run; undefined: it did not, or has come back. */
  interruptionOf(node: string, command: string, from: number): number | undefined {
    let found: number | undefined;
    for (const one of this.journal.slice(from + 1)) {
      if (
        one['command'] === command &&
        (one.event === 'run-command/run-killed' || one.event === 'patch-manager/operation-finished') &&
        one.node === node
      )
        return found;
      if (one.node !== node) continue;
      if (one.event === 'managed-nodes/node-booted') found = undefined;
      const isDown =
        (one.event === 'managed-nodes/node-went-down' && one['command'] !== command) ||
        ['managed-nodes/node-stopped', 'managed-nodes/node-terminated'].includes(one.event) ||
        (one.event === 'managed-nodes/network-changed' && one['network'] === 'cut');
      if (isDown) found ??= one.index;
    }
    return found;
  }

  isManaged(node: string, index: number): boolean {
    const isHereAtStart = this.of('managed-nodes/node-launched', { node }).length === 0;
    let isListed = isHereAtStart;
    for (const one of this.journal.slice(0, index)) {
      if (one.node !== node) continue;
      if (one.event === 'managed-nodes/node-stopped' || one.event === 'managed-nodes/node-launched')
        isListed = false;
      if (one.event === 'managed-nodes/node-came-online') isListed = true;
    }
    return isListed;
  }
}

const waitingOrHeldBack = [
  'RUN_ENDED',
  'AWAITS_NEXT_WINDOW',
  'PATCH_REJECTED',
  'BASELINE_NOT_APPROVED',
  'BASELINE_DOES_NOT_SELECT',
];

test('the twin finds every node in the same state, and the same cause where only chance and limits were at work', () => {
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= 200; seed += 1) {
    const world = worldOf(seed);
    const run = simulateYaml(world.yaml, { files: world.files });
    const twin = new Twin(world, run);
    for (const node of run.result.nodes) {
      const expected = twin.judge(node.name);
      const told = { seed, node: node.name, state: node.state };
      expect({ ...told, cause: node.cause }, `${world.yaml}`).toMatchObject({
        ...told,
        state: expected.state,
      });
      seen.set(node.state, (seen.get(node.state) ?? 0) + 1);
      if (node.state === 'missed') expect(waitingOrHeldBack).not.toContain(node.cause);
      else expect({ ...told, cause: node.cause }).toEqual({ ...told, cause: expected.cause });
      const isUntouched =
        !twin.journal.some(
          (one) =>
            one.node === node.name &&
            /node-(stopped|terminated|launched)|agent-|network-|profile-/.test(one.event),
        ) &&
        twin
          .of('managed-nodes/node-went-down', { node: node.name })
          .every((one) => one['command'] !== undefined);
      if (node.state === 'missed' && isUntouched && expected.cause !== null && expected.cause !== undefined) {
        expect({ ...told, cause: node.cause }).toEqual({ ...told, cause: expected.cause });
        seen.set(expected.cause, (seen.get(expected.cause) ?? 0) + 1);
      }
    }
  }
  for (const one of [
    'upToDate',
    'heldBack',
    'waiting',
    'missed',
    'HALTED_BY_MAX_ERRORS',
    'INSTALL_FAILED',
    'PENDING_REBOOT',
  ])
    expect(seen.get(one) ?? 0, one).toBeGreaterThan(5);
});
