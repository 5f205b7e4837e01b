import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderGitHubAnnotations } from '../../src/reports/github.ts';
import {
  brokenFile,
  check,
  failedFile,
  file,
  gate,
  nastyTexts,
  openGate,
  sameSnapshot,
  snapshot,
} from './checks.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads a line: properties end at the second pair of colons, and commas part them. */
function read(line: string): Command {
  const end = line.indexOf('::', 2);
  expect(line.startsWith('::') && end > 0).toBe(true);
  const head = line.slice(2, end);
  const space = head.indexOf(' ');
  const properties = head
    .slice(space + 1)
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), unescaped(pair.slice(pair.indexOf('=') + 1), true)]);
  return {
    name: head.slice(0, space),
    properties: Object.fromEntries(properties),
    message: unescaped(line.slice(end + 2), false),
  };
}

function unescaped(text: string, isProperty: boolean): string {
  const plain = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return (isProperty ? plain.replaceAll('%3A', ':').replaceAll('%2C', ',') : plain).replaceAll('%25', '%');
}

function commandsOf(...given: Parameters<typeof renderGitHubAnnotations>): Command[] {
  const text = renderGitHubAnnotations(...given);
  return text.split('\n').slice(0, -1).map(read);
}

const asIs = { inconclusive: null };

describe('annotations of GitHub', () => {
  test('stand at the line of the expectation, with what was expected, seen, and how to repeat it', () => {
    const [failed] = commandsOf(check(failedFile), asIs);
    expect(failed).toEqual({
      name: 'error',
      properties: { file: 'scenarios/a.yaml', line: '14', col: '3', title: 'task.Install.minutes: failed' },
      message:
        'expected p95 at most 105 min, observed p95 111 min (108 to 115), 200 runs; 24 misses in 200 runs where 5% are ' +
        'allowed; --replication 3 shows one\nReproduce with: fleetsim check scenarios/a.yaml --seed 7 --replications 200',
    });
  });

  test('name errors before warnings: ten of each are shown', () => {
    expect(commandsOf(check(failedFile), asIs).map(({ name }) => name)).toEqual([
      'error',
      'error',
      'warning',
    ]);
  });

  test('of what holds there are none', () => {
    expect(renderGitHubAnnotations(check(file({ snapshot: sameSnapshot })), asIs)).toBe('');
  });

  test('of a file that cannot be read stand at the lines of its problems', () => {
    const commands = commandsOf(check(brokenFile), asIs);
    expect(commands.map(({ properties: { file: of, line, col } }) => `${of}:${line}:${col}`)).toEqual([
      'scenarios/b.yaml:4:10',
      'scenarios/b.yaml:4:17',
    ]);
    expect(commands[0]!.message).toContain('^^^');
  });

  test('of a snapshot stand at the head of the scenario, and name what moved', () => {
    const [one] = commandsOf(check(file({ outcome: 'fail', snapshot: snapshot() })), asIs);
    expect(one!.properties).toEqual({ file: 'scenarios/a.yaml', line: '1', title: 'snapshot: failed' });
    expect(one!.message.split('\n').at(-1)).toBe('task.Install.minutes');
  });

  test.each([
    [null, ['warning']],
    ['fail', ['error']],
    ['pass', []],
  ] as const)('of what is inconclusive are as --inconclusive %s says', (inconclusive, names) => {
    const report = check(file({ outcome: 'inconclusive', expectations: [openGate] }));
    expect(commandsOf(report, { inconclusive }).map(({ name }) => name)).toEqual([...names]);
  });

  test('a gate set on the command line has no line', () => {
    const report = check(
      file({ outcome: 'fail', expectations: [gate({ outcome: 'fail', line: 0, column: 0 })] }),
    );
    expect(commandsOf(report, asIs)[0]!.properties).not.toHaveProperty('line');
  });

  test('warnings are told at their place too', () => {
    const warnings = ['scenarios/a.yaml:12:3: warning: it takes 368'];
    const [one] = commandsOf(check(file({ warnings })), asIs);
    expect(one).toMatchObject({
      name: 'warning',
      properties: { line: '12', col: '3' },
      message: warnings[0],
    });
  });

  const roundTrip = (given: string) => {
    // What a terminal or an editor would obey is lost on the way.
    const text = given.replaceAll(/(?![\t\r\n])\p{Cc}/gu, '\ufffd');
    const report = check(
      file({
        file: text,
        outcome: 'fail',
        expectations: [gate({ metric: text, observed: text, outcome: 'fail' })],
      }),
    );
    const rendered = renderGitHubAnnotations(report, asIs);
    expect(rendered.split(/\r\n?|\n/)).toHaveLength(2);
    const [one] = rendered.split('\n').slice(0, -1).map(read);
    expect(one!.properties['file']).toBe(text);
    expect(one!.properties['title']).toBe(`${text}: failed`);
    expect(one!.message).toContain(`observed ${text}\n`);
  };

  test.each(nastyTexts)('the runner reads back what was written, such as %j', (text) => roundTrip(text));

  test('the runner reads back any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('%', ':', ',', '=', '\n', '\r', 'a', '0', 'A', '2', '5') }),
        roundTrip,
      ),
    );
  });
});
