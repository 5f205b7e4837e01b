/** Whole templates, made up with defects as people really make them: all of them are named, and nothing else is. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintText } from './lint-text.ts';

const folder = 'test/fixtures/templates';

/** Said in the template itself: in its first comment, or in its Metadata. */
function expectedOf(text: string): { finds: string[]; notes: string[] } {
  if (text.startsWith('{')) return JSON.parse(text).Metadata['x-test'];
  const listed = (word: string) =>
    (new RegExp(`^# ${word}:(.*)$`, 'm').exec(text)?.[1] ?? '')
      .split(',')
      .map((rule) => rule.trim())
      .filter((rule) => rule !== '');
  return { finds: listed('finds'), notes: listed('notes') };
}

describe.each(readdirSync(folder))('%s', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');
  const { findings, problems } = lintText(text);
  const { finds, notes } = expectedOf(text);

  test('has these defects', () => {
    expect(problems).toEqual([]);
    const told = findings.filter(({ severity }) => severity !== 'note');
    expect(told.map(({ rule }) => rule).sort()).toEqual(finds.sort());
  });

  test('has these things worth knowing', () => {
    const told = findings.filter(({ severity }) => severity === 'note');
    expect(told.map(({ rule }) => rule).sort()).toEqual(notes.sort());
  });
});
