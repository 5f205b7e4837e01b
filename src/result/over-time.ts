/** The series of the fleet as a chart, where something changes over more than a day: a night is in the charts of its rollouts. */
import { type Block, section, type TimelineRow } from '../blocks/block.ts';
import { count } from '../blocks/numbers.ts';
import type { RunOutcome } from './outcome.ts';
import { type RecordedSeries, sampleStepMs } from './series.ts';

const dayMs = 86_400_000;

export function overTimeBlocks({ series, scenario, simulation }: RunOutcome): Block[] {
  const { startMs, endMs } = scenario;
  const nodeCount = simulation.fleet.count;
  const changing = (series ?? []).filter(
    ({ group, meaning, values }) => group === null && meaning.row !== undefined && values.length > 1,
  );
  // How many are down goes up and down in every run.
  const times = changing
    .filter(({ meaning }) => meaning.row!.full === 'nodes')
    .flatMap(({ atMs }) => atMs.slice(1));
  if (times.length === 0 || Math.max(...times) - Math.min(...times) <= dayMs) return [];
  const stepMs = sampleStepMs(endMs - startMs, nodeCount);
  const rows = changing.map((one) => rowOf(one, { startMs, endMs, stepMs, nodeCount }));
  return [
    section('Nodes over time', [
      {
        kind: 'chart',
        chart: {
          kind: 'timeline',
          fromMs: startMs,
          toMs: endMs,
          lastMs: endMs,
          offsetMs: 0,
          rows,
          marks: [],
          captions: [`${changing.map(captionOf).join('; ')}.`],
        },
      },
    ]),
  ];
}

interface Scale {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly nodeCount: number;
}

function rowOf({ meaning, atMs, values }: RecordedSeries, scale: Scale): TimelineRow {
  const { startMs, endMs, stepMs, nodeCount } = scale;
  const { label, tone, full } = meaning.row!;
  const steps: number[] = [];
  let point = 0;
  for (let after = startMs + stepMs; after < endMs + stepMs; after += stepMs) {
    while (point + 1 < atMs.length && atMs[point + 1]! <= after) point += 1;
    steps.push(values[point]!);
  }
  const isLevel = full === 'nodes';
  const most = isLevel ? nodeCount : Math.max(1, ...values);
  return { name: label, tone, values: steps, combine: isLevel ? 'mean' : 'most', full: most, height: 1 };
}

function captionOf({ meaning, values }: RecordedSeries): string {
  const { label, full } = meaning.row!;
  const most = count(Math.max(...values));
  if (full === 'most') return `${label}: up to ${most} at once`;
  return `${label}: ${count(Math.min(...values))} to ${most}, ${count(values.at(-1)!)} at the end`;
}
