/** The first screen of a run's report: at most eight lines, whatever happened. */
import { type Inline, say, spansOf, withoutStop } from '../blocks/block.ts';
import { wrapAll } from '../blocks/lines.ts';
import { count, counted } from '../blocks/numbers.ts';
import { explainAll, type OpenQuestion, type ScreenPart } from '../capability/first-screen.ts';
import type { RefusedCall } from '../capability/simulation.ts';
import { takingPart } from '../capability/taking-part.ts';
import { commandLine } from '../diagnostics/command-line.ts';
import type { Scenario } from '../world/scenario.ts';
import type { ExpectationInWords } from './expectation-words.ts';
import type { RunOutcome } from './outcome.ts';

export interface FirstScreen {
  readonly title: string;
  readonly lines: readonly Inline[];
  /** The command to type next, with the question that it answers. */
  readonly next: string;
}

const linesMax = 8;
/** On a wider terminal as well; a narrower one has its own. */
const columnsMax = 80;

export function firstScreenOf(
  outcome: RunOutcome,
  expectations: readonly ExpectationInWords[],
  run: RunToRepeat,
  width = columnsMax,
): FirstScreen {
  const columns = Math.min(columnsMax, width);
  const { scenario, simulation } = outcome;
  const parts: ScreenPart[] = [
    ...notSimulatedPart(scenario.notSimulated),
    ...(simulation.fleet.count === 0 ? [noNodes] : []),
    ...partsOf(outcome),
    ...refusedPart(simulation.refused),
    ...expectationPart(expectations),
  ];
  const nodes = counted(simulation.fleet.count, 'node');
  const next = nextCommand(parts, run);
  // The command is never broken, so that it can be copied; a narrow terminal shows it on several lines.
  const linesOfNext = columns < columnsMax ? Math.ceil(`next: ${next}`.length / columns) : 1;
  return {
    title: clipped(scenario.name, columns),
    lines: fitted(parts, linesMax - 1 - linesOfNext, nodes, columns),
    next,
  };
}

/** Names are texts of users, of any length: the title keeps to one line. */
function clipped(name: string, columns: number): string {
  const signs = [...name];
  return signs.length <= columns ? name : `${signs.slice(0, columns - 1).join('')}…`;
}

function partsOf({ machines, scenario, simulation }: RunOutcome): ScreenPart[] {
  return takingPart(scenario)
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

const noNodes: ScreenPart = { versions: [[say('The fleet has no nodes.', 'bad')]] };

/** What of AWS is missing from the answers comes before them. */
function notSimulatedPart(missing: Scenario['notSimulated']): ScreenPart[] {
  const [first, ...others] = [...new Map(missing.map((one) => [one.name, one])).values()];
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : `; ${count(others.length)} more`;
  const names = `Not simulated by this version: ${first.name}`;
  const full = `${names}: ${first.touches}${more}.`;
  return [{ versions: [[say(full, 'odd')], [say(`${names}${more}.`, 'odd')]] }];
}

/** Of each part in turn the next shorter version, until everything fits; then the longest versions for which there is room. */
export function fitted(
  parts: readonly ScreenPart[],
  heightMax: number,
  nodes: string,
  columns = columnsMax,
): readonly Inline[] {
  const heightOf = (lines: readonly Inline[]) =>
    lines.reduce((sum: number, line) => sum + wrapAll(line, columns, 2).length, 0);
  const taken = parts.map(() => 0);
  const linesAt = (index: number) => parts[index]!.versions[taken[index]!]!;
  const omitted = new Set<number>();
  const joined = () =>
    joinedLines(
      [...parts.entries()].flatMap(([index, { about }]) =>
        omitted.has(index) ? [] : [{ index, about, lines: linesAt(index) }],
      ),
      nodes,
    );
  const isTooHigh = () => heightOf(joined().map(({ line }) => line)) > heightMax;
  while (isTooHigh()) {
    const shortenable = parts
      .map(({ versions }, index) => ({ index, left: versions.length - 1 - taken[index]! }))
      .filter(({ left }) => left > 0)
      .map(({ index }) => ({ index, height: heightOf(linesAt(index)), taken: taken[index]! }));
    const [next] = shortenable.sort((a, b) => a.taken - b.taken || b.height - a.height);
    if (next === undefined) break;
    taken[next.index]! += 1;
  }
  for (const [index, { isOptional }] of [...parts.entries()].reverse()) {
    if (isOptional === true && isTooHigh()) omitted.add(index);
  }
  const canGrow = (index: number) => {
    taken[index]! -= 1;
    if (!isTooHigh()) return true;
    taken[index]! += 1;
    return false;
  };
  const byLoss = () =>
    [...parts.keys()].filter((index) => taken[index]! > 0).sort((a, b) => taken[b]! - taken[a]! || b - a);
  while (byLoss().some(canGrow));
  const whole = joined();
  for (const index of [...omitted].sort((a, b) => a - b)) {
    for (const line of linesAt(index)) putWithin(whole, { index, line }, columns);
  }
  return whole.map(({ line }) => line);
}

/** A line, and the part that it ends with. */
interface PartLine {
  index: number;
  line: Inline;
}

/** What has no line of its own ends the nearest one that has room for it, if any has: the one before it, if it can be. */
function putWithin(lines: readonly PartLine[], { index, line }: PartLine, columns: number): void {
  const rows = (text: Inline) => wrapAll(text, columns, 2).length;
  const ending = (before: Inline): Inline => [...spansOf(before), ' ', ...spansOf(line)];
  const distance = (other: PartLine) =>
    other.index <= index ? index - other.index : other.index - index + 0.5;
  const [place] = lines
    .filter((each) => rows(ending(each.line)) === rows(each.line))
    .sort((a, b) => distance(a) - distance(b) || lines.indexOf(b) - lines.indexOf(a));
  if (place === undefined) return;
  place.line = ending(place.line);
  place.index = index;
}

/** What is about the nodes is one line, `240 nodes: …; ….`; the rest has lines of its own. */
function joinedLines(
  parts: readonly { index: number; about?: string | undefined; lines: readonly Inline[] }[],
  nodes: string,
): PartLine[] {
  const aboutNodes = parts.filter(({ about }) => about !== undefined);
  return parts.flatMap(({ index, about, lines }) => {
    if (about === undefined) return lines.map((line) => ({ index, line }));
    if (index !== aboutNodes[0]!.index) return [];
    const phrases = aboutNodes.map((part) => part.lines.flatMap(spansOf));
    const line = [
      `${nodes}: `,
      ...phrases.flatMap((phrase, place) => (place === 0 ? phrase : ['; ', ...phrase])),
      '.',
    ];
    return [{ index, line }];
  });
}

/** Calls that have changed nothing, which is easily missed. */
function refusedPart(refused: readonly RefusedCall[]): ScreenPart[] {
  if (refused.length === 0) return [];
  const each = (isShort: boolean) =>
    refused.map(({ action: { id, call }, error }) => {
      const answer = isShort ? error.replace(/:.*/s, '') : error;
      return say(`${id}: AWS refuses ${call} with ${withoutStop(answer)}.`, 'bad');
    });
  const total = say(`AWS refuses ${counted(refused.length, 'call')} of actions.`, 'bad');
  return [{ versions: [each(false), each(true), [total]] }];
}

function expectationPart(expectations: readonly ExpectationInWords[]): ScreenPart[] {
  const failed = expectations.filter(({ outcome }) => outcome === 'fail');
  const total = expectations.length;
  if (total === 0) return [];
  if (failed.length === 0) {
    const words = total === 1 ? 'The one expectation holds.' : `All ${count(total)} expectations hold.`;
    return [{ versions: [[say(words, 'good')]], isOptional: true }];
  }
  const brief = `${count(failed.length)} of ${counted(total, 'expectation')} FAILED`;
  const each = failed.map(({ metric, expected, observed }) => `${metric} ${expected}, was ${observed}`);
  const some = (shown: number) => {
    const more = each.length > shown ? [`${count(each.length - shown)} more`] : [];
    return [say(`${brief}: ${[...each.slice(0, shown), ...more].join('; ')}.`, 'bad')];
  };
  const named = `${brief}: ${failed
    .slice(0, 2)
    .map(({ metric }) => metric)
    .join(', ')}${failed.length > 2 ? ', …' : ''}.`;
  const versions = [some(3), some(1), [say(named, 'bad')], [say(`${brief}.`, 'bad')]];
  return [{ versions, question: explainAll(30) }];
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
