import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleOf } from '../../src/blocks/scatter.ts';
import { renderText, type TextStyle } from '../../src/blocks/text.ts';
import type { Frontier, FrontierPoint } from '../../src/experiment/frontier.ts';
import { frontierDetail } from '../../src/reports/frontier.ts';
import { frontier } from './made-up.ts';

const page = { color: false, width: 80 };
const frontierLines = (data: Frontier, style: TextStyle) =>
  renderText([frontierDetail(data)], style)
    .trimEnd()
    .split('\n');
const visibleLength = (line: string) => line.length;

function point(
  variant: string,
  x: number | null,
  y: number | null,
  more: Partial<FrontierPoint> = {},
): FrontierPoint {
  return { variant, x, y, isOnFrontier: false, isStarred: false, otherBelow: { x: null, y: null }, ...more };
}

function of(...points: FrontierPoint[]): Frontier {
  return { ...frontier, points };
}

const figure = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('the frontier as a plot', () => {
  test('has axes with units and ticks, and a legend', async () => {
    await expect(`${frontierLines(frontier, page).join('\n')}\n`).toMatchFileSnapshot('golden/frontier.txt');
  });

  test('has large letters for what no other beats, and small ones for the others', () => {
    const lines = frontierLines(of(point('one', 1, 1, { isOnFrontier: true }), point('two', 2, 2)), page);
    const text = lines.join('\n');
    expect(text).toMatch(/On the frontier.*\n +A one: 1 min, 1 node/);
    expect(text).toMatch(/Others:\n +b two: 2 min, 2 nodes/);
  });

  test('shows points in one place once, and says whose place it is', () => {
    const twice = of(
      point('one', 1, 1, { isOnFrontier: true }),
      point('two', 1, 1, { isOnFrontier: true }),
      point('far', 9, 9),
    );
    const lines = frontierLines(twice, page);
    const drawn = lines.filter((line) => /[│┤]/.test(line)).join('');
    expect(drawn).toContain('A');
    expect(drawn).not.toContain('B');
    expect(lines.join('\n')).toContain('B two: 1 min, 1 node (in the place of A)');
  });

  test('says of a value that was the same in all runs what else it may be', () => {
    const text = frontierLines(of(point('one', 1, 0, { otherBelow: { x: null, y: 0.0149 } })), page).join(
      '\n',
    );
    expect(text).toContain('one: 1 min, 0 nodes in all\n');
    expect(text).toContain('in all: the same in all runs; chance of any other is below 1.5%');
  });

  test('names the variants that have no place in it', () => {
    const text = frontierLines(of(point('one', 1, 1), point('never', null, 2)), page).join('\n');
    expect(text).toContain('Not in the plot, because some of their runs have no value: never.');
    expect(frontierLines(of(point('never', null, 2)), page).join('\n')).not.toContain('│');
  });

  test('of more points than letters names those of the frontier, and counts the others', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      point(`v${index}`, index, 40 - index, { isOnFrontier: index % 10 === 0 }),
    );
    const text = frontierLines(of(...many), page).join('\n');
    expect(text).toMatch(/D v30: 30 min, 10 nodes/);
    expect(text).toContain('36 more, each beaten by one of these');
  });

  test('never has a line wider than the page, nor a point outside of its axes', () => {
    const anyPoints = fc.array(fc.tuple(figure, figure, fc.boolean()), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 50, max: 160 }), (drawn, width) => {
        const points = drawn.map(([x, y, isOnFrontier], index) => point(`v${index}`, x, y, { isOnFrontier }));
        const lines = frontierLines(of(...points), { ...page, width });
        expect(lines.filter((line) => visibleLength(line) > width)).toEqual([]);
        const drawnSigns =
          lines
            .filter((line) => /^ *[-\d,.]* *[│┤]/.test(line))
            .join('')
            .match(/[a-zA-Z#·]/g) ?? [];
        expect(drawnSigns.length).toBeGreaterThan(0);
        expect(drawnSigns.length).toBeLessThanOrEqual(points.length);
      }),
      { numRuns: 60 },
    );
  });

  test('in ASCII has nothing else', () => {
    const points = [point('one', 1, 1, { isOnFrontier: true }), point('two', 2, 2)];
    expect(frontierLines(of(...points), { ...page, unicode: false }).join('\n')).toMatch(/^[\n -~]*$/);
  });
});

describe('a scale', () => {
  test('begins and ends at a tick, holds every value, and has round steps', () => {
    fc.assert(
      fc.property(
        fc.array(figure, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 2, max: 8 }),
        (values, steps) => {
          const { from, to, ticks } = scaleOf(values, steps);
          const slack = 1e-9 * Math.max(1, Math.abs(from), Math.abs(to));
          expect(from).toBeLessThanOrEqual(Math.min(...values) + slack);
          expect(to).toBeGreaterThanOrEqual(Math.max(...values) - slack);
          expect(ticks.length).toBeGreaterThan(1);
          expect(ticks.length).toBeLessThanOrEqual(steps + 3);
        },
      ),
    );
    expect(scaleOf([95, 144], 6).ticks).toEqual([90, 100, 110, 120, 130, 140, 150]);
  });
});
