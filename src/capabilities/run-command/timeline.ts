/** What a rollout looked like over time: for the picture in the report, and only when one is drawn. */

import type { TimelineSeries } from '../../capability/rollout-story.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { commandFacts } from './events.ts';
import { lastActivityMs } from './last-activity.ts';
import type { Command } from './state.ts';
import { countsAsError } from './statuses.ts';

const minuteMs = 60_000;

/** How many slices a series has; a picture takes them together as its width asks. */
const sliceCount = 240;

/** How many of its targets were down, minute by minute; minutes in which nothing changed are left out. */
interface DownMinutes {
  readonly minutes: number[];
  readonly most: number[];
  readonly last: number[];
}

/**
 * Listens to what the commands themselves do not remember: how many targets were down. When an invocation was sent
 * and how it ended is read from the commands afterwards.
 */
export class Timeline {
  private readonly simulation: Simulation;
  /** By window execution, or by command for an operator's. */
  private readonly downBy = new Map<string, DownMinutes>();
  private readonly active = new Map<string, Set<Command>>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  /** After every machine: it reads what they have counted. */
  observe(): void {
    const { facts } = this.simulation;
    facts.of(commandFacts).commandStarted.listen((command) => {
      const commands = this.active.get(keyOf(command)) ?? new Set();
      this.active.set(keyOf(command), commands.add(command));
      this.note(keyOf(command));
    });
    facts.of(commandFacts).commandFinished.listen((command) => {
      const commands = this.active.get(keyOf(command));
      commands?.delete(command);
      this.note(keyOf(command));
      if (commands?.size === 0) this.active.delete(keyOf(command));
    });
    facts.of(nodeFacts).nodeWentDown.listen((node) => this.noteNode(node));
    facts.of(nodeFacts).nodeBooted.listen((node) => this.noteNode(node));
  }

  clear(): void {
    this.downBy.clear();
    this.active.clear();
  }

  /** `commands` are those of one window execution, or one command of an operator. */
  seriesOf(commands: readonly Command[], fromMs: number, toMs: number): TimelineSeries {
    const lastMs = lastActivityMs(commands, this.simulation.kernel.nowMs);
    const slices = new Slices(fromMs, toMs);
    for (const command of commands) slices.add(command, lastMs);
    const key = commands[0] === undefined ? '' : keyOf(commands[0]);
    return {
      fromMs,
      toMs,
      running: slices.running(),
      ended: runningTotal(slices.endedIn),
      failed: runningTotal(slices.failedIn),
      down: slices.down(this.downBy.get(key)),
      lastMs,
    };
  }

  private noteNode(node: number): void {
    for (const [key, commands] of this.active) {
      for (const command of commands) {
        if (command.positionOf(node) < 0) continue;
        this.note(key);
        break;
      }
    }
  }

  private note(key: string): void {
    // Tasks that run side by side mean the same nodes more often than not: the largest count, not the sum.
    let down = 0;
    for (const { downCount } of this.active.get(key) ?? []) down = Math.max(down, downCount);
    const known = this.downBy.get(key) ?? { minutes: [], most: [], last: [] };
    this.downBy.set(key, known);
    const minute = Math.floor(this.simulation.kernel.nowMs / minuteMs);
    const at = known.minutes.length - 1;
    if (known.minutes[at] === minute) {
      known.most[at] = Math.max(known.most[at]!, down);
      known.last[at] = down;
      return;
    }
    known.minutes.push(minute);
    known.most.push(Math.max(down, known.last[at] ?? 0));
    known.last.push(down);
  }
}

function keyOf(command: Command): string {
  return command.request.ownerId ?? command.id;
}

class Slices {
  readonly endedIn = new Float64Array(sliceCount);
  readonly failedIn = new Float64Array(sliceCount);
  private readonly fromMs: number;
  private readonly toMs: number;
  private readonly sliceMs: number;
  /** Invocations that fill a slice from beginning to end, as changes; and milliseconds of those that do not. */
  private readonly fullChange = new Float64Array(sliceCount + 1);
  private readonly partMs = new Float64Array(sliceCount + 1);

  constructor(fromMs: number, toMs: number) {
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.sliceMs = (toMs - fromMs) / sliceCount;
  }

  add(command: Command, lastMs: number): void {
    const { rollout, sentMs, endedMs } = command;
    for (let position = 0; position < rollout.sentCount; position += 1) {
      // Its turn came after it was cancelled.
      if (sentMs[position] === 0) continue;
      const hasEnded = endedMs[position]! > 0;
      this.addRunning(sentMs[position]!, hasEnded ? endedMs[position]! : lastMs);
      if (!hasEnded) continue;
      const slice = this.sliceOf(endedMs[position]!);
      this.endedIn[slice]! += 1;
      if (countsAsError(command.statusOf(position))) this.failedIn[slice]! += 1;
    }
  }

  private addRunning(fromMs: number, toMs: number): void {
    const [beginMs, endMs] = [Math.max(fromMs, this.fromMs), Math.min(toMs, this.toMs)];
    if (endMs <= beginMs) return;
    const first = this.sliceOf(beginMs);
    const last = this.sliceOf(endMs);
    if (first === last) {
      this.partMs[first]! += endMs - beginMs;
      return;
    }
    this.partMs[first]! += this.beginOf(first + 1) - beginMs;
    this.partMs[last]! += endMs - this.beginOf(last);
    this.fullChange[first + 1]! += 1;
    this.fullChange[last]! -= 1;
  }

  running(): number[] {
    const full = runningTotal(this.fullChange);
    return full.slice(0, sliceCount).map((count, slice) => count + this.partMs[slice]! / this.sliceMs);
  }

  down(known: DownMinutes | undefined): number[] {
    const down = new Array<number>(sliceCount).fill(0);
    if (known === undefined) return down;
    let place = 0;
    let level = 0;
    for (let slice = 0; slice < sliceCount; slice += 1) {
      let most = level;
      while (place < known.minutes.length && known.minutes[place]! * minuteMs < this.beginOf(slice + 1)) {
        most = Math.max(most, known.most[place]!);
        level = known.last[place]!;
        place += 1;
      }
      down[slice] = most;
    }
    return down;
  }

  private beginOf(slice: number): number {
    return this.fromMs + slice * this.sliceMs;
  }

  private sliceOf(atMs: number): number {
    return Math.max(0, Math.min(sliceCount - 1, Math.floor((atMs - this.fromMs) / this.sliceMs)));
  }
}

function runningTotal(changes: Float64Array): number[] {
  let sum = 0;
  return Array.from(changes, (change) => {
    sum += change;
    return sum;
  });
}
