/** docs/scenarios.md tells of every shipped scenario, and what it quotes is what the scenario prints. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { everyShippedName, runShipped, shippedNames } from './support/shipped.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const page = readFileSync('docs/scenarios.md', 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);

test('every shipped scenario has its section, and every section its scenario', () => {
  expect([...sections.keys()].sort()).toEqual([...everyShippedName].sort());
});

test.each([...sections].filter(([name]) => shippedNames.includes(name)))(
  'what is quoted of %s is what it prints, as it is or with --set',
  (name, section) => {
    const reports = [[], ...settingsIn(section)].map((set) => onOneLine(runShipped(name, set).report));
    const quoted = section.split('\n').filter((line) => line.startsWith('    '));
    expect(quoted.length).toBeGreaterThan(0);
    expect(quoted.filter((line) => !reports.some((report) => contains(report, line)))).toEqual([]);
  },
);

/** What each `--set …` in the section sets. */
function settingsIn(section: string): string[][] {
  return [...section.matchAll(/`(--set [^`]+)`/g)].map(([, options]) =>
    [...options!.matchAll(/--set (?:'([^']+)'|(\S+))/g)].map(([, quoted, plain]) => quoted ?? plain!),
  );
}

/** Pieces between … stand in the report in that order. */
function contains(report: string, line: string): boolean {
  let from = 0;
  for (const piece of line.split('…').map(onOneLine)) {
    const at = report.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
