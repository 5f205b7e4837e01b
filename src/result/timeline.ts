/** What a window looked like minute by minute: for the picture in the report, and only when one is drawn. */
import type { Command } from '../capabilities/run-command/state.ts';
import type { Simulation } from '../capabilities/simulation.ts';

const minuteMs = 60_000;

export interface Minute {
  /** Most at once during the minute. */
  running: number;
  down: number;
  /** By the end of the minute. */
  failed: number;
  ended: number;
}

export class Timeline {
  private readonly simulation: Simulation;
  /** By window execution, or by command for an operator's; minutes since the first sending. */
  private readonly byExecution = new Map<string, Map<number, Minute>>();
  private readonly commandsOf = new Map<string, Set<Command>>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts } = simulation;
    facts.commandStarted.listen((command) => this.commandsIn(command).add(command));
    facts.invocationSent.listen((_, command) => this.note(command));
    facts.invocationFinished.listen((_, command) => this.note(command));
    facts.nodeWentDown.listen((node) => this.noteNode(node));
    facts.nodeBooted.listen((node) => this.noteNode(node));
  }

  clear(): void {
    this.byExecution.clear();
    this.commandsOf.clear();
  }

  /** Minutes since the epoch, ascending; minutes in which nothing changed are left out. */
  minutesOf(execution: string): ReadonlyMap<number, Minute> {
    return this.byExecution.get(execution) ?? new Map();
  }

  private keyOf(command: Command): string {
    return command.request.windowExecutionId ?? command.id;
  }

  private commandsIn(command: Command): Set<Command> {
    const key = this.keyOf(command);
    let commands = this.commandsOf.get(key);
    if (commands === undefined) {
      commands = new Set();
      this.commandsOf.set(key, commands);
    }
    return commands;
  }

  private noteNode(node: number): void {
    for (const commands of this.commandsOf.values()) {
      for (const command of commands) {
        if (command.finishedMs === null && command.positionOf(node) >= 0) this.note(command);
      }
    }
  }

  private note(command: Command): void {
    const key = this.keyOf(command);
    let running = 0;
    let down = 0;
    let failed = 0;
    let ended = 0;
    for (const { rollout, downCount, finishedMs } of this.commandsIn(command)) {
      running += rollout.inFlightCount;
      failed += rollout.errorCount;
      ended += rollout.sentCount - rollout.inFlightCount;
      if (finishedMs === null) down += downCount;
    }
    let minutes = this.byExecution.get(key);
    if (minutes === undefined) {
      minutes = new Map();
      this.byExecution.set(key, minutes);
    }
    const at = Math.floor(this.simulation.kernel.nowMs / minuteMs);
    const minute = minutes.get(at);
    if (minute === undefined) minutes.set(at, { running, down, failed, ended });
    else {
      minute.running = Math.max(minute.running, running);
      minute.down = Math.max(minute.down, down);
      minute.failed = failed;
      minute.ended = ended;
    }
  }
}
