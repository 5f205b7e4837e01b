/**
 * A second Patch Manager, for the second models: a node with its patches, AWS-RunPatchBaseline on it, and what is said of
 * the node at the end.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
import type { Draw } from '../rollout/twin.ts';
import type { Told } from './agreement.ts';
import type { Clock } from './clock.ts';
import { type Invocation, Machine } from './run-command.ts';

export const day = 86_400;

export interface Patch {
  readonly released: number;
  readonly isSecurity: boolean;
  readonly severity: string;
  readonly affects: number;
  readonly fails?: number;
  readonly breaks?: number;
}

export interface Baseline {
  /** ApproveAfterDays, in seconds. */
  readonly delay: number;
  readonly selects: (patch: Patch) => boolean;
}

export interface PatchingModel {
  readonly scan: Draw;
  readonly install: Draw;
  readonly reboot: Draw;
  readonly installFails: number;
  readonly rebootFails: number;
}

interface Held {
  readonly patch: Patch;
  state: 'lacking' | 'awaits reboot' | 'in effect';
  inEffectAt: number;
  failsNext: boolean;
  readonly breaks: boolean;
}

interface Opportunity {
  readonly judgedAt: number;
  readonly cause: string;
  readonly isInProgress: boolean;
}

interface Work {
  readonly invocation: Invocation<PatchedNode>;
  current: Held | null;
  readonly end: (isSuccess: boolean) => void;
}

const withdrawals = ['HALTED_BY_MAX_ERRORS', 'CUTOFF', 'CANCELLED'];

export class PatchedNode extends Machine {
  readonly held: Held[] = [];
  readonly group: string;
  readonly #baseline: Baseline;
  readonly #random: () => number;
  readonly #model: PatchingModel;
  /** What AWS was last told; null: nothing. */
  isCompliant: boolean | null = null;
  isLost = false;
  reboots = 0;
  /** What it installs at the moment. */
  #work: Work | null = null;
  /** When the machine is there and switched on. */
  present: [from: number, to: number][] = [[0, Number.POSITIVE_INFINITY]];
  last: Opportunity | null = null;
  onDown: () => void = () => undefined;

  constructor(
    clock: Clock,
    random: () => number,
    group: string,
    settings: { baseline: Baseline; model: PatchingModel },
  ) {
    super(clock, random);
    this.#random = random;
    this.#baseline = settings.baseline;
    this.#model = settings.model;
    this.group = group;
  }

  /** One draw says whether the node has the package. */
  meet(patch: Patch): void {
    const [has, fails, breaks] = [this.#random(), this.#random(), this.#random()];
    if (has >= patch.affects) return;
    this.held.push({
      patch,
      state: 'lacking',
      inEffectAt: Number.POSITIVE_INFINITY,
      failsNext: fails < (patch.fails ?? 0),
      breaks: breaks < (patch.breaks ?? 0),
    });
  }

  isApproved(patch: Patch, at: number): boolean {
    const { selects, delay } = this.#baseline;
    return selects(patch) && patch.released <= at && at > patch.released + delay;
  }

  due(at: number): Held[] {
    return this.held.filter(({ patch, state }) => state === 'lacking' && this.isApproved(patch, at));
  }

  scanned(at: number): void {
    const awaits = this.held.some(({ state }) => state === 'awaits reboot');
    this.isCompliant = this.due(at).length === 0 && !awaits;
  }

  /** AWS-RunPatchBaseline, Install with RebootIfNeeded; `judgedAt` is the time of its snapshot. */
  install(invocation: Invocation<PatchedNode>, judgedAt: number, end: (isSuccess: boolean) => void): void {
    const model = this.#model;
    const work: Work = { invocation, current: null, end };
    const isOver = () => invocation.isKilled || this.#work !== work;
    let failures = 0;
    const finish = () => {
      this.isCompliant = failures === 0;
      // The agent takes the node down, so that a stopped agent delays the reboot.
      if (!this.held.some(({ state }) => state === 'awaits reboot')) end(failures === 0);
      else this.whenReachable(() => !isOver() && this.#reboot(() => end(failures === 0)));
    };
    const next = ([first, ...rest]: readonly Held[]): void => {
      if (isOver()) return;
      if (first === undefined) {
        finish();
        return;
      }
      work.current = first;
      this.clock.in(model.install(this.#random), () => {
        if (isOver()) return;
        const hasFailed = first.failsNext || this.#random() < model.installFails;
        first.failsNext = false;
        if (hasFailed) failures += 1;
        else this.#installed(first, invocation);
        next(rest);
      });
    };
    this.#work = work;
    this.clock.in(model.scan(this.#random), () => next(this.due(judgedAt)));
  }

  /** An installation that has begun is finished; the command fails once the node is back, and nothing is reported. */
  rebootFromOutside(): void {
    if (this.isDown) return;
    const work = this.#work;
    if (work?.current?.state === 'lacking') this.#installed(work.current, work.invocation);
    if (work !== null) work.invocation.isInterrupted = true;
    this.#reboot(() => work?.end(false));
  }

  #installed(held: Held, invocation: Invocation<PatchedNode>): void {
    held.state = 'awaits reboot';
    invocation.installed += 1;
  }

  #reboot(then: () => void): void {
    const taking = this.held.filter(({ state }) => state === 'awaits reboot');
    this.#work = null;
    this.reboots += 1;
    this.change({ isDown: true });
    this.onDown();
    if (taking.some(({ breaks }) => breaks) || this.#random() < this.#model.rebootFails) {
      this.isLost = true;
      return;
    }
    this.clock.in(this.#model.reboot(this.#random), () => {
      for (const one of taking) Object.assign(one, { state: 'in effect', inEffectAt: this.clock.now });
      this.change({ isDown: false });
      then();
    });
  }

  /** The first prerequisite that it lacks now. */
  get blockedBy(): string | null {
    return this.isAgentRunning ? null : 'AGENT_STOPPED';
  }

  get isManaged(): boolean {
    return true;
  }

  /** The cause is the first broken link: its prerequisites, what kept it from being sent to, the reboot, the rest. */
  note(judgedAt: number, outcome: string, isInProgress = false): void {
    const isWithdrawn = withdrawals.includes(outcome);
    const cause = this.isLost && !isWithdrawn ? 'REBOOT_FAILED' : (this.blockedBy ?? outcome);
    this.last = { judgedAt, cause, isInProgress: isInProgress && !this.isLost };
  }

  /** The four states of the contract, section 8.1. */
  stateAt(end: number): { state: string; cause: string | null } {
    const { last } = this;
    const found = this.held.flatMap(({ patch, state }) => {
      const isSelected = this.#baseline.selects(patch);
      const isNamed = isSelected || (patch.isSecurity && isSevere(patch));
      if (state === 'in effect' || patch.released > end || !isNamed) return [];
      if (last?.isInProgress) return [{ state: 'waiting', cause: 'RUN_ENDED' }];
      const wasDue = this.isApproved(patch, last === null ? end : last.judgedAt);
      if (wasDue || state === 'awaits reboot')
        return [{ state: 'missed', cause: last?.cause ?? this.blockedBy ?? 'NO_EXECUTION' }];
      if (this.isApproved(patch, end)) return [{ state: 'waiting', cause: 'AWAITS_NEXT_WINDOW' }];
      const cause = isSelected ? 'BASELINE_NOT_APPROVED' : 'BASELINE_DOES_NOT_SELECT';
      return [{ state: 'heldBack', cause }];
    });
    for (const state of ['missed', 'waiting']) {
      const one = found.find((finding) => finding.state === state);
      if (one !== undefined) return one;
    }
    const causes = found.map(({ cause }) => cause);
    if (causes.length === 0) return { state: 'upToDate', cause: null };
    const isDelayed = causes.includes('BASELINE_NOT_APPROVED');
    return { state: 'heldBack', cause: isDelayed ? 'BASELINE_NOT_APPROVED' : 'BASELINE_DOES_NOT_SELECT' };
  }

  /** Hours that it lacked severe patches: each patch by itself, and at least one. */
  exposure(end: number): { patchHours: number; nodeHours: number } {
    const spans = this.held
      .filter(({ patch }) => isSevere(patch) && patch.released < end)
      .map(({ patch, inEffectAt }) => [Math.max(0, patch.released), Math.min(inEffectAt, end)] as const)
      .sort(([one], [other]) => one - other);
    let patchSeconds = 0;
    let nodeSeconds = 0;
    let covered = 0;
    for (const [from, to] of spans) {
      patchSeconds += this.#presentFor(from, to);
      nodeSeconds += this.#presentFor(Math.max(from, covered), to);
      covered = Math.max(covered, to);
    }
    return { patchHours: patchSeconds / 3600, nodeHours: nodeSeconds / 3600 };
  }

  #presentFor(from: number, to: number): number {
    return this.present.reduce(
      (sum, [on, off]) => sum + Math.max(0, Math.min(to, off) - Math.max(from, on)),
      0,
    );
  }
}

/** Why an Install did not go through on a target: never sent to, cancelled, failed, or not heard of. */
export function outcomeCause(
  { status, hasStarted, isInterrupted }: Invocation<PatchedNode>,
  isHalted: boolean,
  cancelledFor = 'CANCELLED',
): string {
  if (status === 'NotStarted') return isHalted ? 'HALTED_BY_MAX_ERRORS' : cancelledFor;
  if (status === 'Cancelled') return cancelledFor;
  if (status === 'Failed') return isInterrupted ? 'INTERRUPTED' : 'INSTALL_FAILED';
  return hasStarted ? 'TIMED_OUT' : 'DELIVERY_FAILED';
}

function isSevere({ severity }: Patch): boolean {
  return severity === 'Critical' || severity === 'Important';
}

/** Every metric of nodes, for the fleet and for each group, with the causes. */
export function toldOfNodes(nodes: readonly PatchedNode[], end: number): Told {
  const judged = nodes.map((node) => ({ node, ...node.stateAt(end), ...node.exposure(end) }));
  const told: Told = { 'reboots.total': nodes.reduce((sum, { reboots }) => sum + reboots, 0) };
  const countOne = (metric: string) => {
    told[metric] = Number(told[metric] ?? 0) + 1;
  };
  for (const { node, cause } of judged) {
    if (cause !== null) countOne(`cause.${cause}`);
    if (!node.isManaged) countOne(`unmanaged.${node.blockedBy}`);
  }
  for (const group of [null, ...new Set(nodes.map((node) => node.group))]) {
    const facts = factsOfGroup(judged.filter(({ node }) => group === null || node.group === group));
    const prefix = group === null ? '' : `group.${group}.`;
    for (const [metric, value] of Object.entries(facts)) told[prefix + metric] = value;
  }
  return told;
}

interface Judged {
  readonly node: PatchedNode;
  readonly state: string;
  readonly nodeHours: number;
  readonly patchHours: number;
}

function factsOfGroup(those: readonly Judged[]): Told {
  const count = (matches: (one: Judged) => boolean) => those.filter(matches).length;
  const sum = (read: (one: Judged) => number) => those.reduce((whole, one) => whole + read(one), 0);
  const total = those.length;
  const compliant = count(({ node }) => node.isCompliant === true);
  const missed = count(({ state }) => state === 'missed');
  return {
    'nodes.total': total,
    'nodes.managed': count(({ node }) => node.isManaged),
    'nodes.unmanaged': count(({ node }) => !node.isManaged),
    'nodes.online': count(({ node }) => node.isManaged && !node.isConnectionLost),
    'nodes.connectionLost': count(({ node }) => node.isManaged && node.isConnectionLost),
    'nodes.lost': count(({ node }) => node.isLost),
    'compliance.compliant': compliant,
    'compliance.nonCompliant': count(({ node }) => node.isCompliant === false),
    'compliance.unspecified': count(({ node }) => node.isCompliant === null),
    'compliance.percent': (compliant / total) * 100,
    'nodes.upToDate': count(({ state }) => state === 'upToDate'),
    'nodes.heldBack': count(({ state }) => state === 'heldBack'),
    'nodes.waiting': count(({ state }) => state === 'waiting'),
    'nodes.missed': missed,
    'patched.nodes': total - missed,
    'patched.percent': ((total - missed) / total) * 100,
    'exposure.nodeHours': sum(({ nodeHours }) => nodeHours),
    'exposure.patchHours': sum(({ patchHours }) => patchHours),
  };
}
