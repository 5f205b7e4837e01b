/**
 * Every text that a person reads is plain English of the trade. These words are the ones by which a sentence that has to be read
 * twice is found most often; each has a plain word instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const instead: readonly (readonly [RegExp, string])[] = [
  [/(?:no|some|any)body|whoever/i, 'the thing itself: "no node", "the caller", or the passive voice'],
  [/luck/i, '"seed", "random" or "random draws"'],
  [/\bso many\b/i, 'the number itself, or "this many"'],
  // "Which filter of which rule" asks; "each of which" names its subject.
  [
    /\bthat which\b|(?<!(?:which \w+|each|any|all|some|both|none) )\bof which\b/i,
    'a sentence with a subject',
  ],
  [/\bwhat (?:comes|becomes) of it\b/i, '"Details", or "what happens to it"'],
  [/\bhea(?:rs?|rd) of\b/i, '"learns of", or "undeliverable"'],
  [/\bin truth\b/i, '"actually"'],
  [/\blast chance\b/i, '"last install opportunity"'],
  [/\bby hand it\b/i, '"to do it yourself"'],
  [/\bwithout a word\b/i, '"silently", or what is not said'],
  [/\bto the letter\b/i, '"exactly"'],
  [/\bwins?\b/i, '"fixes" for a remedy, "takes precedence" for a value'],
  [/\bleft over\b/i, '"not started"'],
  [/\bunder way\b/i, '"in flight" or "running"'],
  [/\bbesides\b/i, '"also"'],
  // "Stands for" is plain: an asterisk stands for any text.
  [/\bstands\b(?!\s+(?:for|\*\s+for))/i, '"is"'],
];

const folders: readonly (readonly [string, RegExp])[] = [
  ['src', /\.(?:ts|md)$/],
  ['docs', /\.(?:md|json|yml)$/],
  ['scenarios', /\.yaml$/],
  ['.github', /\.ya?ml$/],
];

const files = [
  'README.md',
  ...folders.flatMap(([folder, ending]) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => ending.test(name))
      .map((name) => join(folder, name))
      .sort(),
  ),
];

test('no text uses a word that has to be read twice', () => {
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return text
      .split('\n')
      .flatMap((line, index) =>
        instead
          .filter(([banned]) => banned.test(line))
          .map(
            ([banned, word]) =>
              `${file}:${index + 1}: ${banned.exec(line)![0]}: write ${word}: ${line.trim()}`,
          ),
      );
  });
  expect(found).toEqual([]);
});
