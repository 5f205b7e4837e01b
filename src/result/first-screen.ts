/** The first screen of a run's report: at most eight lines of a terminal of eighty columns, whatever happened. */
import { type Inline, say, spansOf } from '../blocks/block.ts';
import { wrapAll } from '../blocks/lines.ts';
import { count, counted } from '../blocks/numbers.ts';
import { explainAll, type OpenQuestion, type ScreenPart } from '../capability/first-screen.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import type { ExpectationInWords } from './expectation-words.ts';
import type { RunOutcome } from './outcome.ts';

export interface FirstScreen {
  readonly title: string;
  readonly lines: readonly Inline[];
  /** The command to type next, with the question that it answers. */
  readonly next: string;
}

const linesMax = 8;
const columns = 80;
/** The next command, which is never broken. */
const linesOfNext = 1;

export function firstScreenOf(
  outcome: RunOutcome,
  expectations: readonly ExpectationInWords[],
  run: RunToRepeat,
): FirstScreen {
  const parts = [...partsOf(outcome), ...expectationPart(expectations)];
  const title = clipped(outcome.scenario.name);
  return {
    title,
    lines: fitted(parts, linesMax - linesOfNext - 1),
    next: nextCommand(parts, run),
  };
}

/** Names are texts of users, of any length: the title keeps to one line. */
function clipped(name: string): string {
  const signs = [...name];
  return signs.length <= columns ? name : `${signs.slice(0, columns - 1).join('')}…`;
}

function partsOf({ machines, scenario, simulation }: RunOutcome): ScreenPart[] {
  return capabilitiesOf(scenario)
    .flatMap((capability) =>
      capability.open((spec) =>
        (spec.firstScreen ?? []).map(({ place, of }) => ({
          place,
          part: of(machines.of(spec), simulation),
        })),
      ),
    )
    .sort((a, b) => a.place - b.place)
    .flatMap(({ part }) => (part === null ? [] : [part]));
}

/** Of the longest part the next shorter version, until everything fits. */
export function fitted(parts: readonly ScreenPart[], heightMax: number): Inline[] {
  const taken = parts.map(() => 0);
  const linesAt = (index: number) => parts[index]!.versions[taken[index]!]!;
  const joined = () => joinedLines(parts.map(({ about }, index) => ({ about, lines: linesAt(index) })));
  while (heightOf(joined()) > heightMax) {
    const shortenable = parts
      .map(({ versions }, index) => ({ index, left: versions.length - 1 - taken[index]! }))
      .filter(({ left }) => left > 0)
      .map(({ index }) => ({ index, height: heightOf(linesAt(index)), taken: taken[index]! }));
    const [longest] = shortenable.sort((a, b) => b.height - a.height || a.taken - b.taken);
    if (longest === undefined) break;
    taken[longest.index]! += 1;
  }
  return joined();
}

function joinedLines(parts: readonly { about?: string | undefined; lines: readonly Inline[] }[]): Inline[] {
  const found: Inline[] = [];
  parts.forEach(({ about, lines }, index) => {
    const before = found.at(-1);
    const isShared = about !== undefined && parts[index - 1]?.about === about;
    if (before === undefined || !isShared) found.push(...lines);
    else found.push([...spansOf(found.pop()!), ' ', ...lines.flatMap(spansOf)]);
  });
  return found;
}

function heightOf(lines: readonly Inline[]): number {
  return lines.reduce((sum: number, line) => sum + wrapAll(line, columns, 2).length, 0);
}

function expectationPart(expectations: readonly ExpectationInWords[]): ScreenPart[] {
  const failed = expectations.filter(({ outcome }) => outcome === 'fail');
  const total = expectations.length;
  if (total === 0) return [];
  if (failed.length === 0) {
    const words = total === 1 ? 'The one expectation holds.' : `All ${count(total)} expectations hold.`;
    return [{ versions: [[say(words, 'good')]] }];
  }
  const brief = `${count(failed.length)} of ${counted(total, 'expectation')} FAILED`;
  const each = failed.map(({ metric, expected, observed }) => `${metric} ${expected}, was ${observed}`);
  const some = (shown: number) => {
    const more = each.length > shown ? [`${count(each.length - shown)} more`] : [];
    return [say(`${brief}: ${[...each.slice(0, shown), ...more].join('; ')}.`, 'bad')];
  };
  return [{ versions: [some(3), some(1), [say(`${brief}.`, 'bad')]], question: explainAll(30) }];
}

/** A run that leaves nothing open is one run: the next question is how much the next would differ. */
const moreRuns: OpenQuestion = {
  place: Number.POSITIVE_INFINITY,
  command: 'run',
  rest: ['--replications', '200'],
  takesSettings: true,
};

function nextCommand(parts: readonly ScreenPart[], run: RunToRepeat): string {
  const { command, rest, takesSettings } = parts
    .flatMap(({ question }) => (question === undefined ? [] : [question]))
    .reduce((first, one) => (one.place < first.place ? one : first), moreRuns);
  if (!takesSettings) return commandLine(['fleetsim', command, run.file, ...rest]);
  return commandOn(command, command === 'run' ? { ...run, replication: undefined } : run, rest);
}

/** The run that a command is about: `fleetsim explain a.yaml --all --seed 7`. */
export interface RunToRepeat {
  readonly file: string;
  /** `KEY=VALUE` */
  readonly set: readonly string[];
  readonly seed: string;
  readonly replication: number | undefined;
}

export function commandOn(command: string, run: RunToRepeat, rest: readonly string[] = []): string {
  const { file, set, seed, replication } = run;
  const overrides = set.flatMap((one) => ['--set', one]);
  const which = replication === undefined ? [] : ['--replication', String(replication)];
  return commandLine(['fleetsim', command, file, ...rest, ...overrides, '--seed', seed, ...which]);
}
