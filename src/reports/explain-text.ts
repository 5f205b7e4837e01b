/** Why one node was or was not patched, for a terminal. Lines to be copied are never broken; the answer stands last. */
import type { Explanation, Link } from '../explain/explanation.ts';
import { commandLine } from '../result/command-line.ts';
import {
  alsoBlocking,
  chanceWords,
  detailLines,
  type ExplainContext,
  factsOf,
  lastChanceWords,
  linkTitles,
  proofLine,
  proofWords,
  stateWords,
  verdictOf,
} from './explain-in-words.ts';
import { indented, oneLine, type Page, wrap } from './layout.ts';
import { pageFor, type TextStyle, textOf } from './sections.ts';

export type { ExplainContext } from './explain-in-words.ts';

export function renderExplanationText(
  explanation: Explanation,
  context: ExplainContext,
  style: TextStyle,
): string {
  const page = pageFor(style);
  const sections = [
    titleLines(explanation, page),
    ...explanation.links.map((link) => linkLines(link, page)),
    verdictLines(explanation, page),
    remedyLines(explanation, page),
    proofLines(explanation, context),
    [`Repeat with: ${context.repeat}`],
  ];
  return textOf(sections, style);
}

function titleLines(explanation: Explanation, { chalk, width }: Page): string[] {
  const { node, scenario } = explanation;
  const lastChance = lastChanceWords(explanation);
  return [
    ...wrap(oneLine(`${node.name}, ${scenario.name}`), width).map((line) => chalk.bold(line)),
    ...wrap(factsOf(explanation), width).map((line) => chalk.dim(line)),
    ...(lastChance === null ? [] : wrap(lastChance, width)),
  ];
}

function linkLines(link: Link, page: Page): string[] {
  const { chalk, width } = page;
  const { state, found, needed, causes, details } = link;
  const words = stateWords[state];
  const paint = { ok: chalk.green, blocks: chalk.red.bold, 'not reached': chalk.dim, unknown: chalk.yellow };
  const names = causes.length === 0 ? '' : ` ${causes.join(', ')}`;
  return [
    `${chalk.bold(linkTitles[link.link])}  ${paint[state](words)}${chalk.red(names)}`,
    ...indented([
      ...found.flatMap((text) => wrap(oneLine(text), width - 2, 2)),
      ...detailLines(details).flatMap((text) => indented(wrap(oneLine(text), width - 4, 2))),
      ...(needed === null ? [] : labelled('needed', needed, page)),
      ...labelled('console', link.console, page),
      // To be copied: whole, however long.
      `${chalk.dim('check')}    ${oneLine(link.cli)}`,
      `${chalk.dim('AWS')}      ${chalk.dim(link.page)}`,
    ]),
  ];
}

function labelled(label: string, text: string, { chalk, width }: Page): string[] {
  const [first = '', ...others] = wrap(oneLine(text), width - 11);
  return [`${chalk.dim(label.padEnd(8))} ${first}`, ...indented(others, 9)];
}

function verdictLines(explanation: Explanation, { chalk, width }: Page): string[] {
  const paint = explanation.isPatched ? chalk.green.bold : chalk.red.bold;
  const also = alsoBlocking(explanation);
  return [
    ...wrap(verdictOf(explanation), width).map((line) => paint(line)),
    ...(also === null ? [] : wrap(also, width)),
  ];
}

/** To be copied: whole, however long. */
function proofLines(explanation: Explanation, context: ExplainContext): string[] {
  const line = proofLine(explanation, context);
  return line === null ? [] : [`Prove it with: ${oneLine(line)}`];
}

function remedyLines(explanation: Explanation, { chalk, width }: Page): string[] {
  const { remedy } = explanation;
  const chance = chanceWords(explanation);
  const chanceLines = chance === null ? [] : wrap(chance, width);
  if (remedy === null) return chanceLines;
  const lines = remedy.changes.flatMap(({ text, kind, set }) => [
    ...wrap(oneLine(`- ${text} (${kind})`), width - 2, 2),
    ...set.map(({ key, value }) => `    ${oneLine(commandLine(['--set', `${key}=${value}`]))}`),
  ]);
  return [
    ...chanceLines,
    ...(lines.length === 0 ? [] : [chalk.bold('What was needed'), ...indented(lines)]),
    ...wrap(oneLine(remedy.summary), width),
    ...(lines.length === 0 ? [] : wrap(proofWords(remedy), width)),
  ];
}
