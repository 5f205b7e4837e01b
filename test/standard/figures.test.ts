/** What counts as a figure of a report, and when one is lost. */
import { describe, expect, test } from 'vitest';
import { figuresOf, lostFigures } from './figures.ts';

const figures = (text: string) => [...figuresOf(text)];
const lost = (before: string, after: string) => lostFigures(figuresOf(before), figuresOf(after));

describe('Figures', () => {
  test('are numbers with their units, dates and times', () => {
    expect(
      figures('On 2025-01-05 at 02:00:34, 1,180 nodes (95.5%) took 63.8 minutes, -0.54 points.'),
    ).toEqual(['2025-01-05', '02:00:34', '1180', '95.5%', '63.8 min', '-0.54 point']);
  });

  test('are no digits of names', () => {
    expect(figures('web-0007 has ALAS2-2024-2701, c5.large and i-0abc12')).toEqual([]);
  });

  test('are no times below a chart', () => {
    expect(figures('  ┴────┴────┴\n  12:00  12:01  12:02\n  S sent 12:05')).toEqual(['12:05']);
  });
});

describe('A figure is lost', () => {
  test('if it is not there any more', () => {
    expect(lost('3 of 4 nodes', '3 nodes')).toEqual(['4']);
    expect(lost('3 nodes, 5%', '3 nodes, 5')).toEqual(['5%']);
  });

  test('not by another layout, nor by other words', () => {
    expect(lost('1,180 nodes took 5 min', '| minutes | 5 |\n| nodes | 1180 |')).toEqual([]);
    expect(lost('3 nodes, of them 3 web', 'nodes: 3; of 4')).toEqual([]);
  });
});
