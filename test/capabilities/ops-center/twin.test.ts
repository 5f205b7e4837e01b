/** The queue of operators against a dumb one that looks at everything at every moment. */
import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../../src/kernel/random.ts';
import { at, simulate } from '../quiet-world.ts';
import { operators } from './world.ts';

interface Arrival {
  readonly id: string;
  readonly minute: number;
  /** From 1; 5: it has none. */
  readonly severity: number;
}

interface Server {
  readonly name: string;
  readonly minutes: number;
  /** Hours of each day. */
  readonly from: number;
  readonly to: number;
  readonly severities: readonly number[];
}

interface Done {
  readonly operator: string;
  readonly begun: number;
  readonly resolved: number;
}

const endMinute = 24 * 60;

function drawn(seed: string) {
  const stream = new RandomStreams(seed).stream('twin');
  let draws = 0;
  const upTo = (count: number): number => {
    draws += 1;
    return Math.floor(stream.uniform(draws, 0) * count);
  };
  const arrivals = Array.from(
    { length: 3 + upTo(40) },
    (_, index): Arrival => ({
      id: `i${index}`,
      minute: upTo(endMinute),
      severity: 1 + upTo(5),
    }),
  );
  const servers = Array.from({ length: 1 + upTo(3) }, (_, index): Server => {
    const from = upTo(20);
    const severities = [1, 2, 3, 4].filter(() => upTo(3) > 0);
    return { name: `o${index}`, minutes: 5 + upTo(120), from, to: from + 1 + upTo(23 - from), severities };
  });
  return { arrivals, servers };
}

/** Minute by minute: who is free takes the first of what waits. */
function dumb({ arrivals, servers }: ReturnType<typeof drawn>): Map<string, Done> {
  const done = new Map<string, Done>();
  const state = servers.map(() => ({ untilMinute: -1, freeSince: 0 }));
  const waiting: Arrival[] = [];
  for (let minute = 0; minute < endMinute; minute += 1) {
    waiting.push(...arrivals.filter((one) => one.minute === minute));
    for (const one of state) {
      if (one.untilMinute !== minute) continue;
      one.untilMinute = -1;
      one.freeSince = minute;
    }
    const free = servers
      .map((server, index) => ({ server, index, own: state[index]! }))
      .filter(
        ({ server, own }) => own.untilMinute < 0 && minute >= 60 * server.from && minute < 60 * server.to,
      )
      .sort((a, b) => a.own.freeSince - b.own.freeSince || a.index - b.index);
    for (const { server, own } of free) {
      const [next] = waiting
        .filter(({ severity }) => server.severities.length === 0 || server.severities.includes(severity))
        .sort(
          (a, b) =>
            a.severity - b.severity || a.minute - b.minute || Number(a.id.slice(1)) - Number(b.id.slice(1)),
        );
      if (next === undefined) continue;
      waiting.splice(waiting.indexOf(next), 1);
      own.untilMinute = minute + server.minutes;
      done.set(next.id, { operator: server.name, begun: minute, resolved: own.untilMinute });
    }
  }
  return done;
}

const clock = (minute: number) => `${Math.floor(minute / 60)}:${minute % 60}`;
const two = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

function simulated({ arrivals, servers }: ReturnType<typeof drawn>) {
  const models = servers.map(({ name, minutes, from, to, severities }): [string, string] => [
    name,
    `{ time: ${minutes}m, shifts: [{ from: "${two(from)}", to: "${two(to)}" }]${
      severities.length === 0 ? '' : `, skills: { severities: [${severities.join(', ')}] }`
    } }`,
  ]);
  const calls = arrivals.map(
    ({ id, minute, severity }) =>
      `{ id: ${id}, at: ${at(clock(minute))}, CreateOpsItem: { Title: t, Description: d, Source: s${
        severity === 5 ? '' : `, Severity: "${severity}"`
      } } }`,
  );
  return simulate({ actions: `[${calls.join(', ')}]`, ...operators(Object.fromEntries(models)) }).result;
}

const minuteOf = (iso: string) => (Date.parse(iso) - Date.parse(at('0'))) / 60_000;

describe.each(Array.from({ length: 12 }, (_, index) => `twin-${index}`))('%s', (seed) => {
  const world = drawn(seed);
  const { opsItems, metrics } = simulated(world);
  const expected = dumb(world);

  test('each OpsItem is taken and resolved when the dumb queue says, by the same operator', () => {
    const found = opsItems.flatMap(({ madeBy, operator, begun, resolved }) =>
      begun === null
        ? []
        : [[madeBy, operator, minuteOf(begun), resolved === null ? null : minuteOf(resolved)]],
    );
    const wanted = [...expected].map(([id, { operator, begun, resolved }]) => [
      id,
      operator,
      begun,
      resolved < endMinute ? resolved : null,
    ]);
    expect(found.sort()).toEqual(wanted.sort());
  });

  test('none is lost, and no operator has two', () => {
    expect(opsItems).toHaveLength(world.arrivals.length);
    expect(
      Number(metrics['opsItems.open']) +
        Number(metrics['opsItems.inProgress']) +
        Number(metrics['opsItems.resolved']),
    ).toBe(world.arrivals.length);
    for (const { name } of world.servers) {
      const own = opsItems
        .filter(({ operator }) => operator === name)
        .map(
          ({ begun, resolved }) =>
            [minuteOf(begun!), resolved === null ? endMinute : minuteOf(resolved)] as const,
        )
        .sort(([a], [b]) => a - b);
      const overlaps = own.slice(1).filter(([begun], index) => begun < own[index]![1]);
      expect(overlaps).toEqual([]);
    }
  });
});
