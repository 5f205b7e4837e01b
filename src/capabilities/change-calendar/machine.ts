/**
 * Change calendars: when each opens and closes, and what was kept from running meanwhile. AWS's maintenance windows do not ask
 * them; associations and runbooks do.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html
 */

import { dayMs } from '../../aws/schedule/zone.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { calendarsOf, type DeclaredCalendar } from './declared.ts';
import { calendarFacts, type GatedRun } from './events.ts';
import { type CalendarsView, calendarsView } from './facts.ts';
import { calendarName } from './names.ts';
import {
  type CalendarPeriods,
  type CalendarState,
  nextTransition,
  periodsOf,
  stateAt,
  stateOfAll,
} from './periods.ts';

export type Calendar = CalendarPeriods & Omit<DeclaredCalendar, 'content'>;

/** So far beyond the end a next transition is known: what recurs once a year does so within it. */
const outlookMs = 366 * dayMs;

export class ChangeCalendars implements CalendarsView {
  readonly calendars: readonly Calendar[];
  /** Of each calendar, by its label, how often it kept something from running. */
  readonly gatedCounts = new Map<string, number>();
  private readonly simulation: Simulation;
  private readonly transitionDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { scenario, kernel, facts, views } = simulation;
    views.provide(calendarsView, this);
    this.calendars = calendarsOf(scenario).map(({ content, ...calendar }) => ({
      ...calendar,
      ...periodsOf(content, scenario.startMs, scenario.endMs + outlookMs),
    }));
    this.transitionDue = kernel.on('change-calendar/transition-due', (index) => this.change(index));
    facts.of(calendarFacts).runGated.listen((run) => {
      for (const { label } of this.closedOf(run, kernel.nowMs)) {
        this.gatedCounts.set(label, (this.gatedCounts.get(label) ?? 0) + 1);
      }
    });
  }

  clear(): void {
    this.gatedCounts.clear();
  }

  start(): void {
    for (let index = 0; index < this.calendars.length; index += 1) this.scheduleNext(index);
  }

  stateOf(names: readonly string[], atMs: number, account = ''): CalendarState {
    return stateOfAll(this.named(names, account), atMs);
  }

  nextTransitionMs(names: readonly string[], atMs: number, account = ''): number | null {
    const calendars = this.named(names, account);
    const before = stateOfAll(calendars, atMs);
    let changeMs: number | null = atMs;
    while (changeMs !== null && stateOfAll(calendars, changeMs) === before) {
      const afterMs: number = changeMs;
      const next = calendars.flatMap((calendar) => nextTransition(calendar, afterMs) ?? []);
      changeMs = next.length === 0 ? null : Math.min(...next);
    }
    return changeMs;
  }

  private named(names: readonly string[], account: string): readonly Calendar[] {
    const wanted = names.map(calendarName);
    return this.calendars.filter((one) => one.account === account && wanted.includes(one.name));
  }

  private closedOf({ calendarNames, account = '' }: GatedRun, atMs: number): readonly Calendar[] {
    return this.named(calendarNames, account).filter((calendar) => stateAt(calendar, atMs) === 'CLOSED');
  }

  private scheduleNext(index: number): void {
    const { kernel } = this.simulation;
    const nextMs = nextTransition(this.calendars[index]!, kernel.nowMs);
    if (nextMs !== null) kernel.schedule(nextMs, this.transitionDue, index);
  }

  private change(index: number): void {
    const { kernel, facts } = this.simulation;
    const calendar = this.calendars[index]!;
    const nextMs = nextTransition(calendar, kernel.nowMs);
    facts.of(calendarFacts).stateChanged.tell(calendar, stateAt(calendar, kernel.nowMs), nextMs);
    this.scheduleNext(index);
  }
}
