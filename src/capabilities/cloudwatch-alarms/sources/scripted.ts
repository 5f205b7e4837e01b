/** Metrics that `model.metrics` gives: a series of values, or a formula of what happens to the fleet. */
import { modelMapIn } from '../../../capability/model.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import { fail } from '../../../kernel/assert.ts';
import type { EventType } from '../../../kernel/kernel.ts';
import type { Scenario } from '../../../world/scenario.ts';
import type { MetricName } from '../alarm.ts';
import { evaluate } from '../math/evaluate.ts';
import { type Expression, idsIn, MathProblem, parseExpression } from '../math/parse.ts';
import { type MetricModel, type MetricStep, metricsModel } from '../model.ts';
import { Gauge } from '../samples.ts';
import type { Feed, OnChange } from './feed.ts';
import { type FleetMetrics, type OwnMetric, ownGauges } from './fleet.ts';

/** `nodesDown` of `NodesDown`. */
export function formulaName(metric: string): string {
  return metric.charAt(0).toLowerCase() + metric.slice(1);
}

/** The one that the alarm's metric is, whatever dimensions it has where the model names none. */
export function modelledMetric(
  scenario: Pick<Scenario, 'model'>,
  { namespace, name, dimensions }: MetricName,
): MetricModel | undefined {
  const found = modelMapIn(scenario, metricsModel).get(`${namespace}/${name}`);
  if (found?.dimensions === undefined) return found;
  const wanted = Object.entries(found.dimensions);
  const isSame =
    wanted.length === Object.keys(dimensions).length &&
    wanted.every(([key, value]) => dimensions[key] === value);
  return isSame ? found : undefined;
}

export class ScriptedMetrics {
  private readonly simulation: Simulation;
  private readonly fleetMetrics: FleetMetrics;
  private readonly stepDue: EventType;
  private readonly series: { readonly gauge: Gauge; readonly steps: readonly TimedStep[] }[] = [];

  constructor(simulation: Simulation, fleetMetrics: FleetMetrics) {
    this.simulation = simulation;
    this.fleetMetrics = fleetMetrics;
    this.stepDue = simulation.kernel.on('cloudwatch-alarms/value-due', (index, place) => {
      const { gauge, steps } = this.series[index]!;
      gauge.set(simulation.kernel.nowMs, steps[place]!.value);
    });
  }

  feedOf(metric: MetricName, account: string, onChange: OnChange): Feed | null {
    const model = modelledMetric(this.simulation.scenario, metric);
    if (model === undefined) return null;
    const gauge = new Gauge(model.every, onChange);
    return model.formula === undefined
      ? this.ofSeries(gauge, model.series ?? [])
      : this.ofFormula(gauge, model, account);
  }

  private ofSeries(gauge: Gauge, written: readonly MetricStep[]): Feed {
    const { kernel, scenario } = this.simulation;
    const steps = inTime(written, scenario.startMs);
    const index = this.series.push({ gauge, steps }) - 1;
    const begin = (): void => {
      const past = steps.findLast(({ atMs }) => atMs <= scenario.startMs);
      gauge.begin((past ?? steps[0])?.value ?? null);
      for (const [place, { atMs }] of steps.entries()) {
        if (atMs > scenario.startMs) kernel.schedule(atMs, this.stepDue, index, place);
      }
    };
    return { samples: gauge, begin };
  }

  private ofFormula(gauge: Gauge, { formula = '', group }: MetricModel, account: string): Feed {
    const { kernel } = this.simulation;
    const parsed = parseExpression(formula);
    const among = group === undefined ? { account } : { group };
    const expression = parsed instanceof MathProblem ? fail(`formula ${formula}: ${parsed.message}`) : parsed;
    const parts = new Map<string, Feed>();
    const now = (): number | null => {
      const value = scalarOf(expression, (id) => (parts.get(id)!.samples as Gauge).value ?? 0);
      return Number.isFinite(value) ? value : null;
    };
    const change = (): void => gauge.set(kernel.nowMs, now());
    for (const id of idsIn(expression)) {
      const own = ownGauges.find((name) => formulaName(name) === id) as OwnMetric;
      parts.set(id, this.fleetMetrics.own(own, among, change));
    }
    const begin = (): void => {
      for (const part of parts.values()) part.begin();
      gauge.begin(now());
    };
    return { samples: gauge, begin };
  }
}

interface TimedStep {
  readonly atMs: number;
  readonly value: number | null;
}

function inTime(steps: readonly MetricStep[], startMs: number): TimedStep[] {
  return steps
    .map(({ at, value }) => ({ atMs: 'atMs' in at ? at.atMs : startMs + at.afterMs, value }))
    .sort((a, b) => a.atMs - b.atMs);
}

/** A formula has one value at a time. */
export function scalarOf(expression: Expression, valueFor: (id: string) => number): number {
  const value = evaluate(expression, { periodSeconds: 60, length: 1, valueFor, metrics: () => [] });
  if (typeof value === 'number') return value;
  throw new MathProblem('a formula is of numbers: it has no time series');
}
