/**
 * What came of each node's last chance to be patched: one Install that meant it, by window or by hand. This is what
 * `cause` looks at, and it is noted when it happens, because afterwards the prerequisite may hold again.
 */

import { type CauseId, type CauseTable, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { assert } from '../../kernel/assert.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { windowFacts } from '../maintenance-windows/facts.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import type { Command, InvocationStatus } from '../run-command/facts.ts';
import { commandFacts, commandsView } from '../run-command/facts.ts';
import { isInstall } from './rules.ts';

/** More than there are causes: two of them make one number. */
const codeBase = 256;

export class Opportunities {
  /** By node: when, and the codes of the prerequisite and of what stopped the installation; without both it went through. */
  private readonly atMs: Float64Array;
  private readonly codes: Uint16Array;
  private readonly causes: CauseTable;
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  /** Commands that the cutoff, not an operator, has cancelled or closed. */
  private readonly cutOff = new Set<string>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.causes = causesOf(capabilitiesOf(simulation.scenario));
    assert(this.causes.ids.length < codeBase, `more than ${codeBase - 1} causes`);
    this.nodes = simulation.views.of(nodesView);
    this.atMs = new Float64Array(simulation.fleet.count);
    this.codes = new Uint16Array(simulation.fleet.count);
  }

  /** Hears of an outcome after the machines have: what they make of it comes before what is noted. */
  observe(): void {
    const { facts, fleet, names, scenario } = this.simulation;
    facts.of(commandFacts).commandStarted.listen((command) => {
      if (isInstall(command.request.source)) this.noteMissed(command.id);
    });
    facts.of(commandFacts).commandRefused.listen((request) => {
      if (isInstall(request.source)) this.noteMissed(request.id);
    });
    facts.of(commandFacts).invocationFinished.listen((node, command, { status }) => {
      if (isInstall(command.request.source)) this.finish(node, command, status);
    });
    facts
      .of(commandFacts)
      .commandHalted.listen((command) => this.noteUnsent(command, 'HALTED_BY_MAX_ERRORS'));
    facts.of(commandFacts).invocationsClosed.listen((id) => this.cutOff.add(id));
    facts.of(commandFacts).cancelRequested.listen((id, _, by) => {
      if (by === 'cutoff') this.cutOff.add(id);
    });
    facts.of(commandFacts).commandFinished.listen((command) => {
      if (command.rollout.isClosed)
        this.noteUnsent(command, this.cutOff.has(command.id) ? 'CUTOFF' : 'CANCELLED');
    });
    facts.of(windowFacts).targetsLeftOut.listen((task, nodes, reason) => {
      if (!isInstall(task.source)) return;
      const cause = { halt: 'HALTED_BY_MAX_ERRORS', cutoff: 'CUTOFF', refused: 'CANCELLED' } as const;
      for (const node of nodes) this.note(node, cause[reason]);
    });
    facts.of(windowFacts).windowSkipped.listen((execution) => {
      for (const source of sourcesOf(scenario)) {
        if (source.parent !== execution.window.logicalId || !isInstall(source)) continue;
        for (const group of source.targetGroups) {
          for (const node of resolveGroup(fleet, names, group).nodes) this.note(node, 'WINDOW_SKIPPED');
        }
      }
    });
  }

  clear(): void {
    this.atMs.fill(Number.NEGATIVE_INFINITY);
    this.codes.fill(0);
    this.cutOff.clear();
  }

  /** Null: nothing ever tried to install on this node. */
  of(node: number): { atMs: number; prerequisite: CauseId | null; outcome: CauseId | null } | null {
    const atMs = this.atMs[node]!;
    if (atMs === Number.NEGATIVE_INFINITY) return null;
    const code = this.codes[node]!;
    return {
      atMs,
      prerequisite: this.causeOf(Math.floor(code / codeBase)),
      outcome: this.causeOf(code % codeBase),
    };
  }

  /** What still runs at the end of the simulation has run out of time. */
  settle(): void {
    const unfinished = this.simulation.views.of(commandsView).unfinished();
    for (const command of unfinished.filter(({ request }) => isInstall(request.source))) {
      for (let position = 0; position < command.rollout.sentCount; position += 1) {
        const isUnderWay = command.statusOf(position) === 'InProgress';
        if (isUnderWay) this.note(command.nodes[position]!, 'TIMED_OUT', null);
      }
    }
  }

  /** The cause's place, plus one; 0 is none. */
  private codeOf(cause: CauseId | null): number {
    return cause === null ? 0 : this.causes.placeOf(cause) + 1;
  }

  private causeOf(code: number): CauseId | null {
    return code === 0 ? null : this.causes.ids[code - 1]!;
  }

  /** Without a word on the prerequisite: whatever blocks the node now would have blocked it then. */
  private note(node: number, outcome: CauseId | null, prerequisite?: CauseId | null): void {
    const { kernel } = this.simulation;
    const { nodes } = this;
    this.atMs[node] = kernel.nowMs;
    const blocking =
      prerequisite === undefined
        ? (nodes.prerequisiteCause(node) ?? nodes.patchingCause(node))
        : prerequisite;
    this.codes[node] = this.codeOf(blocking) * codeBase + this.codeOf(outcome);
  }

  /** Nodes that the criteria meant and the service does not list are silently not there. */
  private noteMissed(command: string): void {
    for (const node of this.simulation.views.of(commandsView).missedBy(command))
      this.note(node, 'DELIVERY_FAILED');
  }

  private noteUnsent(command: Command, cause: CauseId): void {
    if (!isInstall(command.request.source)) return;
    for (let position = command.rollout.sentCount; position < command.targetCount; position += 1) {
      this.note(command.nodes[position]!, cause);
    }
  }

  private finish(node: number, command: Command, status: InvocationStatus): void {
    switch (status) {
      case 'Success':
        this.note(node, null, null);
        // What is released while it runs is for another time.
        this.atMs[node] = command.createdMs;
        return;
      case 'Failed':
        return this.noteFailure(node, command);
      case 'ExecutionTimedOut':
        return this.note(node, 'TIMED_OUT', null);
      case 'DeliveryTimedOut': {
        const wasRunning = command.acknowledgedMs[command.positionOf(node)]! > 0;
        return this.note(node, wasRunning ? 'TIMED_OUT' : 'DELIVERY_FAILED');
      }
      case 'InvalidPlatform':
        return this.note(node, 'UNSUPPORTED_PLATFORM', null);
      case 'Cancelled':
        return this.note(node, this.cutOff.has(command.id) ? 'CUTOFF' : 'CANCELLED', null);
      case 'AccessDenied':
        return this.note(node, 'CANCELLED', null);
      default:
        return this.note(node, 'DELIVERY_FAILED');
    }
  }

  private noteFailure(node: number, command: Command): void {
    const { fleet } = this.simulation;
    const { nodes } = this;
    const position = command.positionOf(node);
    const missing = nodes.patchingCause(node);
    if (missing !== null) return this.note(node, 'INSTALL_FAILED', missing);
    if (command.tooOldAgents.has(fleet.cohortOf(node).groupIndex))
      return this.note(node, 'AGENT_TOO_OLD', null);
    this.note(node, command.interrupted.has(position) ? 'INTERRUPTED' : 'INSTALL_FAILED', null);
  }
}
