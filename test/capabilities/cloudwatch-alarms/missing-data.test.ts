/**
 * The two tables of AWS, cell by cell.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import { describe, expect, test } from 'vitest';
import {
  type AlarmState,
  evaluationIntervalMs,
  type Judged,
  type MissingData,
  nextEvaluationMs,
  stateAfter,
} from '../../../src/capabilities/cloudwatch-alarms/rules.ts';

const columns = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** `-` is missing, `0` within the threshold, `X` breaching; the newest is on the right. */
function pointsIn(text: string): Judged[] {
  return text.split(' ').map((one) => (one === '-' ? null : one === 'X'));
}

function after(text: string, m: number, n: number, treatMissingData: MissingData, current: AlarmState) {
  const rule = { datapointsToAlarm: m, evaluationPeriods: n, treatMissingData };
  return stateAfter(pointsIn(text), rule, current);
}

type Row = readonly [points: string, ...states: (AlarmState | 'retain')[]];

const threeOfThree: readonly Row[] = [
  ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
  ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
  ['- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
  ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
];
const twoOfThree: readonly Row[] = [
  ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
  ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
  ['- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
];

describe.each([
  { m: 3, rows: threeOfThree },
  { m: 2, rows: twoOfThree },
])('$m datapoints to alarm of 3 evaluation periods', ({ m, rows }) => {
  test.each(rows)('%s', (points, ...states) => {
    for (const [index, treatment] of columns.entries()) {
      for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
        const wanted = states[index] === 'retain' ? current : states[index];
        expect(after(points, m, 3, treatment, current), `${treatment} from ${current}`).toBe(wanted);
      }
    }
  });
});

test('an alarm does not go into ALARM prematurely, since the next datapoint may be within the threshold', () => {
  for (const points of ['- - - - X', '- - - X -']) {
    expect(after(points, 3, 3, 'missing', 'OK')).toBe('INSUFFICIENT_DATA');
    expect(after(points, 3, 3, 'ignore', 'OK')).toBe('OK');
  }
  for (const points of ['- - - X 0', '- - X - 0']) expect(after(points, 3, 3, 'missing', 'OK')).toBe('OK');
});

test('breaching datapoints need not follow each other: 3 of 5', () => {
  expect(after('0 0 X 0 X 0 X', 3, 5, 'missing', 'OK')).toBe('ALARM');
  expect(after('X X 0 0 X 0 X', 3, 5, 'missing', 'OK')).toBe('OK');
  expect(after('X 0 X - X - 0', 3, 5, 'missing', 'OK')).toBe('ALARM');
});

test('a dumb twin comes to the same on every range of five', () => {
  const signs = ['-', '0', 'X'];
  for (let number = 0; number < 3 ** 5; number += 1) {
    const text = [0, 1, 2, 3, 4].map((place) => signs[Math.floor(number / 3 ** place) % 3]!).join(' ');
    for (const m of [1, 2, 3]) {
      for (const treatment of columns) {
        expect(after(text, m, 3, treatment, 'OK'), `${text}, ${m} of 3, ${treatment}`).toBe(
          twin(text, m, treatment),
        );
      }
    }
  }
});

/** The three cases of the page, one after another, with the missing ones written in as letters. */
function twin(text: string, m: number, treatment: MissingData): AlarmState {
  const real = text.replaceAll(/[- ]/g, '').slice(-3);
  if (real.length === 3) return real.split('X').length - 1 >= m ? 'ALARM' : 'OK';
  if (treatment === 'breaching') return `${real}XXX`.slice(0, 3).split('X').length - 1 >= m ? 'ALARM' : 'OK';
  if (real.split('X').length - 1 >= m) return 'ALARM';
  if (treatment === 'notBreaching' || real.includes('0')) return 'OK';
  if (treatment === 'ignore') return 'OK';
  const all = text.replaceAll(' ', '');
  const age = all.includes('X') ? all.length - all.indexOf('X') : 0;
  return age >= m ? 'ALARM' : 'INSUFFICIENT_DATA';
}

test('an alarm is evaluated every minute, with a short period every ten seconds, over days every hour', () => {
  expect(evaluationIntervalMs(300_000, 1)).toBe(60_000);
  expect(evaluationIntervalMs(30_000, 1)).toBe(10_000);
  expect(evaluationIntervalMs(3_600_000, 24)).toBe(60_000);
  expect(evaluationIntervalMs(3_600_000, 25)).toBe(3_600_000);
  expect(nextEvaluationMs(120_000, 60_000)).toBe(180_000);
  expect(nextEvaluationMs(119_999, 60_000)).toBe(120_000);
});
