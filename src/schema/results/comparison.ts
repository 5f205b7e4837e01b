/** `fleetsim.comparison/1`: what a comparison prints as JSON. */

import {
  anything,
  count,
  exceptFor,
  flag,
  instant,
  listOf,
  number,
  oneOf,
  orNothing,
  said,
  text,
  texts,
} from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { partial, precision, source, summary } from './parts.ts';

const difference = exactly({
  mean: said('The variant less the reference.', number),
  low: said('Of the joint interval.', number),
  high: number,
  verdict: oneOf('better', 'worse', 'higher', 'lower', 'same', 'cannot tell'),
  method: text,
  paired: said('False: the two have different seeds.', flag),
  n: count,
  undefined: count,
  differing: said('Pairs that differ at all.', number),
  pairing: said(
    'How many times narrower pairing made the interval.',
    orNothing(exactly({ factor: number, ceiling: number })),
  ),
});

const metric = exactly({
  metric: text,
  unit: text,
  better: oneOf('higher', 'lower', 'neither'),
  minDifference: said('Differences up to this count as the same.', number),
  variants: listOf(
    exactly({
      name: text,
      summary,
      star: said(
        'For minutes: shares of the runs in which they say less than they seem to.',
        orNothing(exactly({ halted: number, leftOver: number })),
      ),
      difference: said('Null for the reference.', orNothing(difference)),
    }),
  ),
});

const feasibility = oneOf('feasible', 'infeasible', 'undecided');

const goal = exactly({
  goal: text,
  constraints: texts,
  standings: listOf(
    exactly({
      variant: text,
      feasibility,
      mean: number,
      constraints: listOf(
        exactly({
          constraint: text,
          feasibility,
          misses: said('Of a quantile or a share: runs that broke it.', number),
          n: count,
          estimate: number,
          needed: said('How many replications would decide it.', number),
        }),
      ),
    }),
  ),
  pick: said('Null: no variant is known to be feasible.', { type: ['string', 'null'] }),
  probabilityRight: number,
  within: number,
  regretAtMost: number,
  tooCloseToCall: texts,
  undecided: texts,
  settled: { type: ['boolean', 'null'] },
  notes: texts,
});

const axis = exactly({ metric: text, unit: text, better: oneOf('higher', 'lower') });
const pair = exactly({ x: number, y: number });

export function comparisonSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'A comparison of fleetsim',
    ...exceptFor(['precision', 'partial'], {
      schema: said('The format.', { const: 'fleetsim.comparison/1' }),
      fleetsim: source['fleetsim']!,
      start: instant,
      end: instant,
      replications: said('Of every variant.', count),
      confidence: number,
      reference: text,
      variants: listOf(
        exactly({ name: text, settings: anything, scenario: source['scenario']!, seed: text }),
      ),
      jointComparisons: said('How many intervals of differences hold together.', count),
      metrics: listOf(metric),
      goal: said('With a goal: the standings and the pick.', orNothing(goal)),
      frontier: orNothing(
        exactly({
          x: axis,
          y: axis,
          points: listOf(
            exactly({
              variant: text,
              x: number,
              y: number,
              otherBelow: pair,
              isStarred: flag,
              isOnFrontier: flag,
            }),
          ),
        }),
      ),
      precision,
      partial,
    }),
  };
}
