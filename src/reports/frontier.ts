/** Variants as points of a plane: what each costs in two metrics, and which of them no other beats in both. */
import { type Block, paragraph, type ScatterPoint } from '../blocks/block.ts';
import { lettersMax } from '../blocks/scatter.ts';
import type { Frontier, FrontierAxis, FrontierPoint } from '../experiment/frontier.ts';
import { boundPercent, plain } from './statistics-figures.ts';
import { amountInWords } from './statistics-in-words.ts';

const starMeaning =
  '* in some runs it was halted, left nodes over or did not finish: it may look fast for that alone';

export function frontierDetail(frontier: Frontier): Block {
  const { x, y, points } = frontier;
  const missing = points.filter((point) => point.x === null || point.y === null);
  const names = missing.map(({ variant }) => variant).join(', ');
  return {
    kind: 'detail',
    title: `Frontier: ${x.metric} against ${y.metric}`,
    isOpen: false,
    blocks: [
      ...(missing.length === points.length ? [] : [scatterOf(frontier)]),
      ...(missing.length === 0
        ? []
        : [paragraph(`Not in the plot, because some of their runs have no value: ${names}.`)]),
    ],
  };
}

function scatterOf({ x, y, points }: Frontier): Block {
  const placed = points.flatMap((point, index): (ScatterPoint & { readonly point: FrontierPoint })[] => {
    if (point.x === null || point.y === null) return [];
    const { variant, isOnFrontier, isStarred, otherBelow } = point;
    const values = `${axisValue(point.x, x, otherBelow.x)}, ${axisValue(point.y, y, otherBelow.y)}`;
    const words = `${variant}: ${values}${isStarred ? ' *' : ''}`;
    return [{ point, x: point.x, y: point.y, index, isMarked: isOnFrontier, words }];
  });
  const named = placed.length <= lettersMax ? placed : placed.filter(({ isMarked }) => isMarked);
  return {
    kind: 'chart',
    chart: {
      kind: 'scatter',
      x: axisInWords(x),
      y: axisInWords(y),
      points: placed.map(({ point: _, ...one }) => one),
      markedTitle: 'On the frontier (no other variant is as good in both and better in one):',
      othersTitle: 'Others:',
      unnamed: 'more, each beaten by one of these',
      notes: [
        ...(named.some(({ point }) => point.isStarred) ? [starMeaning] : []),
        ...inAllNote(named.map(({ point }) => point)),
      ],
    },
  };
}

function axisInWords({ metric, unit, better }: FrontierAxis): string {
  return `${metric}, ${unit === 'yes or no' ? 'share of runs' : unit}, ${better} is better`;
}

function axisValue(value: number, { unit }: FrontierAxis, otherBelow: number | null): string {
  const figure = amountInWords(unit === 'yes or no' ? `${plain(100 * value)}%` : plain(value), unit);
  return otherBelow === null ? figure : `${figure} in all`;
}

function inAllNote(points: readonly FrontierPoint[]): string[] {
  const bounds = points.flatMap(({ otherBelow }) => [otherBelow.x, otherBelow.y]);
  const known = bounds.filter((bound) => bound !== null);
  if (known.length === 0) return [];
  const bound = boundPercent(Math.max(...known));
  return [`in all: the same in all runs; chance of any other is below ${bound}`];
}
