/** Texts of the command line as values. */

import { UsageError } from '../../diagnostics/usage-error.ts';
import type { Override } from '../../scenario/overrides.ts';

/** An option's text as a value; a UsageError if it is none. `name` is the option as people write it. */
export type Read<T> = (text: string, name: string) => T;

export const anyText: Read<string> = (text) => text;

export function wordOf<Word extends string>(words: readonly Word[], text: string, name: string): Word {
  const word = words.find((each) => each === text);
  if (word !== undefined) return word;
  throw new UsageError(`${name} ${text}: expected one of ${words.join(', ')}`);
}

export function wholeNumber(min: number, max: number): Read<number> {
  return (text, name) => {
    const number = Number(text);
    if (/^[0-9]{1,9}$/.test(text) && number >= min && number <= max) return number;
    throw new UsageError(`${name} ${text}: expected a whole number from ${min} to ${max}`);
  };
}

export const seedText: Read<string> = (text, name) => {
  if (text !== '') return text;
  throw new UsageError(`${name}: expected a number or a word, found nothing`);
};

/** `KEY=VALUE`; a quoted part of the key may hold an equals sign. */
export const override: Read<Override> = (text, name) => {
  const match = /^((?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])+)=(.*)$/s.exec(text);
  if (match !== null) return { key: match[1]!.trim(), value: match[2]! };
  if (/["'].*=/s.test(text)) {
    throw new UsageError(
      `${name} ${text}: a quotation mark in the key is not closed; in a shell write --set 'fleet.web.tags."Patch Group"=prod'`,
    );
  }
  throw new UsageError(`${name} ${text}: expected KEY=VALUE, such as --set Install.MaxConcurrency=25%`);
};

/** `task.Install.failed,task.Install.minutes` */
export const metricList: Read<readonly string[]> = (text, name) => {
  const names = text.split(',').map((each) => each.trim());
  if (!names.includes('')) return [...new Set(names)];
  throw new UsageError(
    `${name} ${text}: expected names with commas between them, such as task.Install.failed,task.Install.minutes`,
  );
};

export const metricPair: Read<readonly [string, string]> = (text, name) => {
  const [x, y, ...more] = text.split(',').map((each) => each.trim());
  if (x && y && more.length === 0 && x !== y) return [x, y];
  throw new UsageError(
    `${name} ${text}: expected two metrics with a comma between them, such as task.Install.minutes,task.Install.failed`,
  );
};
