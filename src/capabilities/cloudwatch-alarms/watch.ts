/**
 * What has an AlarmConfiguration asks for the state of its alarm, before it begins and while it runs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/running-commands-console.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html
 */
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { AlarmSettings } from '../../world/alarm-settings.ts';
import { alarmsView } from './alarms-view.ts';
import { alarmFacts } from './events.ts';
import { alarmsModel } from './model.ts';

interface Watched<Run> {
  readonly run: Run;
  readonly name: string;
  readonly settings: AlarmSettings;
  readonly sinceMs: number;
  readonly account: string;
}

/**
 * Of one kind of runs. ASSUMPTION alarm-poll: the state is asked for at the start and in intervals from it; a state between two
 * polls goes unnoticed.
 */
export class AlarmWatch<Run> {
  private readonly simulation: Simulation;
  private readonly stop: (run: Run) => void;
  private readonly watched: (Watched<Run> | null)[] = [];
  private readonly pollDue: EventType;
  private readonly pollMs: number;

  /** `event` is the name under which the kernel knows a poll. `stop`: nothing new of the run may begin. */
  constructor(simulation: Simulation, event: string, stop: (run: Run) => void) {
    this.simulation = simulation;
    this.stop = stop;
    const { kernel, facts, scenario } = simulation;
    const { homes } = scenario;
    this.pollMs = Math.max(1, modelIn(scenario, alarmsModel).poll);
    this.pollDue = kernel.on(event, (index) => this.poll(index));
    facts.of(alarmFacts).stateChanged.listen(({ name, arn, logicalId }, { to }) => {
      if (to !== 'ALARM') return;
      for (const [index, one] of this.watched.entries()) {
        if (one === null || one.account !== (homes.get(logicalId) ?? '')) continue;
        if (one.settings.alarm !== name && one.settings.alarm !== arn) continue;
        const polls = Math.ceil((kernel.nowMs - one.sinceMs) / this.pollMs);
        kernel.schedule(one.sinceMs + polls * this.pollMs, this.pollDue, index);
      }
    });
  }

  clear(): void {
    this.watched.length = 0;
  }

  /**
   * False: it may not begin. ASSUMPTION alarm-before-start: what has its alarm in ALARM already is not sent to any node.
   * API_Alarm has the name alone: the alarm is one of the account and Region of the run.
   */
  begin(run: Run, name: string, settings: AlarmSettings | null, account = ''): boolean {
    if (settings === null) return true;
    if (!this.allows(settings, account)) {
      this.simulation.facts.of(alarmFacts).runStopped.tell(settings, { name, account, hadBegun: false });
      return false;
    }
    this.watched.push({ run, name, settings, sinceMs: this.simulation.kernel.nowMs, account });
    return true;
  }

  end(run: Run): void {
    const index = this.watched.findIndex((one) => one?.run === run);
    if (index >= 0) this.watched[index] = null;
  }

  /** Whether its alarm lets it begin, or go on. */
  allows(settings: AlarmSettings | null, account = ''): boolean {
    if (settings === null) return true;
    const { alarm, ignoresFailedPolls } = settings;
    const state = this.simulation.views.of(alarmsView).stateOf(alarm, account);
    return state === null ? ignoresFailedPolls : state !== 'ALARM';
  }

  private poll(index: number): void {
    const one = this.watched[index];
    if (one === undefined || one === null || this.allows(one.settings, one.account)) return;
    this.watched[index] = null;
    this.simulation.facts.of(alarmFacts).runStopped.tell(one.settings, { ...one, hadBegun: true });
    this.stop(one.run);
  }
}
