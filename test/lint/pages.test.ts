/** Every rule has a page, and the pages are its fixtures: the bad example has the finding, the good one has not. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { rulesOf } from '../../src/lint/contributions.ts';
import { lintText } from './lint-text.ts';

const allRules = rulesOf(capabilities);

const folder = 'docs/lint';
const pageOf = (id: string) => `${folder}/${id}.md`;
const read = (id: string) => (existsSync(pageOf(id)) ? readFileSync(pageOf(id), 'utf8') : '');

test('ids are unique, in kebab-case, and in few words', () => {
  const ids = allRules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
  expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+){0,4}$/.test(id))).toEqual([]);
});

test('each has a place of its own, and nothing is added to a rule that there is not', () => {
  const places = allRules.map(({ place }) => place);
  expect(places).toEqual([...new Set(places)]);
  const added = capabilities.flatMap(({ lint }) => lint?.checks ?? []);
  const ids = allRules.map(({ id }) => id);
  expect(added.filter(({ rule }) => !ids.includes(rule))).toEqual([]);
});

test('what a rule finds is one sentence without an end, and its source a page of AWS', () => {
  for (const { id, finds, source } of allRules) {
    expect({ id, finds }).toEqual({ id, finds: expect.stringMatching(/^[^.\n]{10,200}$/s) });
    expect({ id, source }).toEqual({
      id,
      source: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\//),
    });
  }
});

test('no page is about a rule that does not exist', () => {
  const ids = new Set(allRules.map(({ id }) => id));
  const pages = readdirSync(folder).filter((file) => file !== 'README.md');
  expect(pages.filter((file) => !ids.has(file.replace(/\.md$/, '')))).toEqual([]);
});

describe.each(allRules.map(({ id, severity }) => [id, severity] as const))('%s', (id, severity) => {
  const page = read(id);
  const section = (title: string): string => {
    const start = page.indexOf(`\n## ${title}\n`);
    if (start === -1) return '';
    const end = page.indexOf('\n## ', start + 1);
    return page.slice(start, end === -1 ? undefined : end);
  };
  const blockOf = (title: string): string => /```yaml\n([\s\S]*?)```/.exec(section(title))?.[1] ?? '';

  test('has a page with its parts', () => {
    expect(page).toMatch(new RegExp(`^# ${id}\n`));
    expect(/severity[^a-z]*(error|warning|note)/i.exec(page)?.[1]).toBe(severity);
    for (const title of ['Bad', 'Good', 'When it is right anyway', 'Source']) {
      expect({ title, text: section(title).trim() }).not.toEqual({ title, text: '' });
    }
    expect(section('Source')).toContain('https://docs.aws.amazon.com/');
  });

  test('finds it in the bad example', () => {
    const { findings, problems } = lintText(blockOf('Bad'));
    expect(problems).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain(id);
  });

  test('finds no such thing in the good example, nor any error', () => {
    const { findings, problems } = lintText(blockOf('Good'));
    expect(problems).toEqual([]);
    expect(findings.filter(({ rule, severity }) => rule === id || severity === 'error')).toEqual([]);
  });
});
