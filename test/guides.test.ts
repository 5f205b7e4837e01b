/**
 * The study guides as a test: every row of docs/guides.md names the file that models what guides claim, and a test or a scenario that
 * shows it. Tests are cited by their names; `npm run docs` writes the line at which each is, so that lines stay true.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { everyShippedName, shippedNames } from './support/shipped.ts';

const page = 'docs/guides.md';
const isUpdating = process.env['UPDATE_DOCS'] === '1';

/** The lines of a test file; those outside every `describe`, `it` and `test` are empty. The formatter ends each call in the first column. */
function linesOfTests(file: string): string[] {
  let isInside = false;
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => {
      const isTold = isInside || /^(?:describe|it|test)\b/.test(line);
      isInside = isTold && !/^(?:describe|it|test|[)}\]]).*\);$|^\);$/.test(line);
      return isTold ? line : '';
    });
}

/** Where the test of that name is, or the row of a table of tests: null unless there is exactly one. */
function lineOf(file: string, name: string): number | null {
  const lines = linesOfTests(file);
  const having = (before: RegExp) =>
    lines.flatMap((line, at) => {
      const quotes = ["'", '"', '`'].map((quote) => line.indexOf(quote + name + quote));
      return quotes.some((place) => place >= 0 && before.test(line.slice(0, place))) ? [at + 1] : [];
    });
  const names = having(/(?:\b(?:describe|it|test)|[)\]`])\($/);
  const found = names.length > 0 ? names : having(/$/);
  return found.length === 1 ? found[0]! : null;
}

const citation = /`(test\/[\w./-]+\.test\.ts):(\d+)` “([^”]+)”/g;
const rowOfTable = /^\| ([A-Z]+-\d+) \| (.+?) \| `(src\/[^`]+)` \| (.+?) \| (.+) \|$/;

function problemsOf(shown: string): string[] {
  return shown.split('<br>').flatMap((one) => {
    const [whole, file, line, name] = [...one.matchAll(citation)][0] ?? [];
    if (whole === one) {
      if (!existsSync(file!)) return [`${file} does not exist`];
      const is = lineOf(file!, name!);
      if (is === null) return [`${file} has no test “${name}”, or several`];
      return is === Number(line) ? [] : [`“${name}” is at ${file}:${is} (npm run docs)`];
    }
    const scenario = /^`scenarios\/([\w-]+)\.yaml`$/.exec(one)?.[1];
    if (scenario === undefined) return [`neither a test nor a scenario: ${one}`];
    if (!everyShippedName.includes(scenario)) return [`there is no scenario ${scenario}`];
    // test/golden.test.ts runs the others.
    const isRun = shippedNames.includes(scenario) || existsSync(`test/scenarios-${scenario}.test.ts`);
    return isRun ? [] : [`no test runs the scenario ${scenario}`];
  });
}

const verdicts = [
  /^as AWS(?:[:,]? [^|]+)?$/,
  /^AWS says otherwise: [^|]+ \(\[AWS\]\(https:\/\/docs\.aws\.amazon\.com\/[\w./#-]+\)\)$/,
  /^\[outside fleetsim\]\(simulated\.md#outside-fleetsim\)$/,
];

test('every row of the guides has a model, a test that shows it, and a verdict', () => {
  const written = readFileSync(page, 'utf8');
  const text = written.replaceAll(citation, (whole, file: string, _, name: string) => {
    const line = existsSync(file) ? lineOf(file, name) : null;
    return isUpdating && line !== null ? `\`${file}:${line}\` “${name}”` : whole;
  });
  if (isUpdating && text !== written) writeFileSync(page, text);

  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:id|---) \|/.test(line));
  expect(rows.length).toBeGreaterThan(150);
  const ids = new Set<string>();
  const complaints = rows.flatMap((row) => {
    const [, id, , model, shown, verdict] = rowOfTable.exec(row) ?? [];
    if (id === undefined) return [`not a row: ${row}`];
    const problems = problemsOf(shown!);
    if (ids.has(id)) problems.push('this id is taken');
    ids.add(id);
    if (!existsSync(model!)) problems.push(`${model} does not exist`);
    if (!verdicts.some((one) => one.test(verdict!))) problems.push(`no verdict: ${verdict}`);
    return problems.map((problem) => `${id}: ${problem}`);
  });
  expect(complaints).toEqual([]);
});

test.each([
  ['a test that no file has', '`test/guides.test.ts:1` “a name that no test has”'],
  ['a file that does not exist', '`test/nowhere.test.ts:1` “anything”'],
  [
    'another line',
    '`test/guides.test.ts:1` “every row of the guides has a model, a test that shows it, and a verdict”',
  ],
  ['a scenario that does not exist', '`scenarios/nowhere.yaml`'],
  ['nothing', 'see above'],
])('the check finds %s', (_, shown) => {
  expect(problemsOf(shown)).toHaveLength(1);
});
