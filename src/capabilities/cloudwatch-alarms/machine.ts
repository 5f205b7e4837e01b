/**
 * Alarms: each is evaluated in its rhythm while its metrics move, changes its state, and acts.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { takeActions } from './actions.ts';
import { type Alarm, type MetricAlarm, metricsOf } from './alarm.ts';
import { alarmsIn, holds } from './alarm-rule.ts';
import { type AlarmsView, alarmsView } from './alarms-view.ts';
import { hasTooFewSamples, pointsOf } from './datapoints.ts';
import { type AlarmChange, alarmFacts } from './events.ts';
import { alarmsModel } from './model.ts';
import { dataOfDatapoints, dataOfRule } from './reason-data.ts';
import { insufficientWords, reasonOf, ruleWords } from './reasons.ts';
import { alarmsOf } from './resources/index.ts';
import { type AlarmState, evaluationIntervalMs, isBreaching, nextEvaluationMs, stateAfter } from './rules.ts';
import { MetricFeeds } from './sources/index.ts';
import type { AlarmRecord } from './state.ts';

/** Worked out where the state changes. */
interface Why {
  readonly reason: () => string;
  readonly reasonData: () => string;
}

export class CloudWatchAlarms implements AlarmsView {
  readonly records: readonly AlarmRecord[];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof alarmFacts>;
  private readonly feeds: MetricFeeds | null;
  private readonly extraDatapoints: number;
  private readonly evaluationDue: EventType;
  private readonly ruleDue: EventType;
  private hasBegun = false;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario, views, facts } = simulation;
    views.provide(alarmsView, this);
    this.facts = facts.of(alarmFacts);
    this.extraDatapoints = modelIn(scenario, alarmsModel).extraDatapoints;
    this.evaluationDue = kernel.on('cloudwatch-alarms/evaluation-due', (index) => this.comeDue(index));
    this.ruleDue = kernel.on('cloudwatch-alarms/rule-due', (index) => this.apply(this.records[index]!));
    const alarms = alarmsOf(scenario);
    this.feeds = alarms.length === 0 ? null : new MetricFeeds(simulation);
    this.records = alarms.map((alarm, index) => this.recordOf(alarm, index));
    this.facts.runStopped.listen(({ alarm }, { name, hadBegun, account }) =>
      this.find(alarm, account)?.stopped.push({ name, atMs: kernel.nowMs, hadBegun }),
    );
  }

  private recordOf(alarm: Alarm, index: number): AlarmRecord {
    const metrics = alarm.kind === 'metric' ? metricsOf(alarm) : [];
    const account = this.simulation.scenario.homes.get(alarm.logicalId) ?? '';
    const samples = metrics.map(
      (metric) => this.feeds!.feedOf(metric, account, () => this.wake(this.records[index]!))?.samples ?? null,
    );
    const state = 'INSUFFICIENT_DATA';
    return { alarm, account, index, samples, initial: state, state, changes: [], stopped: [], dueMs: null };
  }

  clear(): void {
    this.hasBegun = false;
    for (const record of this.records) {
      record.state = 'INSUFFICIENT_DATA';
      record.changes.length = 0;
      record.stopped.length = 0;
      record.dueMs = null;
    }
  }

  /** Alarms are older than the run: they begin with the state that what was before it has brought them to. */
  start(): void {
    if (this.feeds === null) return;
    this.feeds.begin();
    this.hasBegun = true;
    const { startMs } = this.simulation.scenario;
    for (const record of this.records) {
      if (record.alarm.kind === 'metric' && record.alarm.queries.length > 0) {
        const intervalMs = this.intervalOf(record.alarm);
        record.state = this.evaluated(
          record,
          record.alarm,
          nextEvaluationMs(startMs, intervalMs) - intervalMs,
        ).state;
        this.wake(record);
      }
    }
    // A rule may ask alarms that come after it.
    for (let pass = 0; pass < this.records.length; pass += 1) {
      for (const record of this.records) {
        if (record.alarm.kind === 'composite') record.state = this.ruled(record, record.alarm.rule);
      }
    }
    for (const record of this.records) record.initial = record.state;
  }

  stateOf(wanted: string, account = ''): AlarmState | null {
    return this.find(wanted, account)?.state ?? null;
  }

  private find(wanted: string, account: string): AlarmRecord | undefined {
    return this.records.find(
      ({ alarm: { name, arn }, ...one }) => one.account === account && (name === wanted || arn === wanted),
    );
  }

  private intervalOf({ periodMs, evaluationPeriods }: MetricAlarm): number {
    return evaluationIntervalMs(periodMs, evaluationPeriods);
  }

  /** Something has happened to a metric of it. While nothing does, every evaluation comes to the same, and none is made. */
  private wake(record: AlarmRecord): void {
    const { alarm } = record;
    if (!this.hasBegun || record.dueMs !== null || alarm.kind !== 'metric') return;
    this.scheduleAt(record, nextEvaluationMs(this.simulation.kernel.nowMs, this.intervalOf(alarm)));
  }

  private scheduleAt(record: AlarmRecord, atMs: number): void {
    record.dueMs = atMs;
    this.simulation.kernel.schedule(atMs, this.evaluationDue, record.index);
  }

  private comeDue(index: number): void {
    const record = this.records[index]!;
    const { alarm } = record;
    if (alarm.kind !== 'metric') return;
    const { nowMs } = this.simulation.kernel;
    record.dueMs = null;
    const { state, ...why } = this.evaluated(record, alarm, nowMs);
    const rangeMs = (alarm.evaluationPeriods + this.extraDatapoints) * alarm.periodMs;
    const isMoving = record.samples.some(
      (samples) => samples !== null && samples.changedMs > nowMs - rangeMs,
    );
    if (isMoving) this.scheduleAt(record, nowMs + this.intervalOf(alarm));
    if (state !== record.state) this.change(record, state, why);
  }

  private evaluated(
    { state: current, samples }: AlarmRecord,
    alarm: MetricAlarm,
    atMs: number,
  ): Why & { readonly state: AlarmState } {
    const points = pointsOf(alarm, samples, atMs, alarm.evaluationPeriods + this.extraDatapoints);
    const judged = points.map((value) =>
      value === null ? null : isBreaching(value, alarm.comparison, alarm.threshold),
    );
    const isKept = alarm.needsSamples && hasTooFewSamples(alarm, samples, atMs);
    const state = isKept ? current : stateAfter(judged, alarm, current);
    return {
      state,
      reason: () =>
        state === 'INSUFFICIENT_DATA' ? insufficientWords(alarm) : reasonOf(alarm, points, judged),
      reasonData: () => dataOfDatapoints(alarm, points, atMs),
    };
  }

  /** #Create_Composite_Alarm: the alarms of a rule are of its own account and Region. */
  private ruled({ account }: AlarmRecord, rule: Parameters<typeof holds>[0]): AlarmState {
    return holds(rule, (name) => this.stateOf(name, account)) ? 'ALARM' : 'OK';
  }

  private apply(record: AlarmRecord): void {
    const { alarm } = record;
    if (alarm.kind !== 'composite') return;
    const state = this.ruled(record, alarm.rule);
    if (state === record.state) return;
    this.change(record, state, {
      reason: () => ruleWords(alarm, state),
      reasonData: () => this.dataOfRule(record, alarm.rule),
    });
  }

  private dataOfRule({ account }: AlarmRecord, rule: Parameters<typeof holds>[0]): string {
    const { nowMs } = this.simulation.kernel;
    const asked = [...new Set(alarmsIn(rule).flatMap((name) => this.find(name, account) ?? []))];
    const changed = asked.filter(({ changes }) => changes.at(-1)?.atMs === nowMs);
    return dataOfRule(
      changed.map(({ alarm: { arn }, state }) => ({ arn, state })),
      nowMs,
    );
  }

  private change(record: AlarmRecord, to: AlarmState, { reason, reasonData }: Why): void {
    const { kernel } = this.simulation;
    const change: AlarmChange = {
      from: record.state,
      to,
      reason: reason(),
      reasonData: reasonData(),
      atMs: kernel.nowMs,
    };
    record.state = to;
    record.changes.push(change);
    this.facts.stateChanged.tell(record.alarm, change);
    takeActions(this.simulation, record, change);
    // All that changes at this instant is judged together.
    for (const { alarm, account, index } of this.records) {
      if (alarm.kind !== 'composite' || account !== record.account) continue;
      if (this.asks(alarm.rule, record.alarm)) kernel.whenInstantEnds(this.ruleDue, index);
    }
  }

  private asks(rule: Parameters<typeof alarmsIn>[0], { name, arn }: Alarm): boolean {
    return alarmsIn(rule).some((wanted) => wanted === name || wanted === arn);
  }
}

export interface Machine {
  readonly alarms: CloudWatchAlarms;
}
