/**
 * The table of a command: its arguments and options, each in one entry. From it follow what commander parses, the help,
 * the types of what was given, completion in shells, and the tables of docs/commands.md.
 */
import { type Read, wordOf } from './readers.ts';

interface Described {
  /** For `--help`. */
  readonly help: string;
  /** For docs/commands.md, in Markdown, where that page says more. */
  readonly page?: string;
}

/** What may stand in a place, for completion. Neither: any text. */
interface Choice {
  readonly words?: readonly string[];
  readonly isFile?: true;
}

export interface Argument extends Described, Choice {
  readonly kind: 'one' | 'optional' | 'many';
}

interface AnyOption extends Described {
  /** The part of docs/commands.md that has it. Without one it is in the table of its command. */
  readonly part?: 'many runs' | 'several commands';
}

/** It is there or it is not. One that begins with `no` takes away what is usual. */
export interface Flag extends AnyOption {
  readonly kind: 'flag';
}

export interface ValueOption<T = unknown> extends AnyOption, Choice {
  readonly kind: 'value' | 'values';
  /** What stands for the value in the help. */
  readonly takes: string;
  readonly read: Read<T>;
}

export type Option = Flag | ValueOption;

export interface CommandTable {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** By name, in their order. */
  readonly arguments: Readonly<Record<string, Argument>>;
  /** By name in camel case, in the order of the help. */
  readonly options: Readonly<Record<string, Option>>;
  /** After the options: examples, exit codes. */
  readonly after: string;
}

type GivenArgument<A extends Argument> = A['kind'] extends 'one'
  ? string
  : A['kind'] extends 'optional'
    ? string | null
    : readonly string[];

type GivenOption<O extends Option> =
  O extends ValueOption<infer T> ? (O['kind'] extends 'values' ? readonly T[] : T | null) : boolean;

/** What a command line gave, read: null, false or an empty list where it gave nothing. */
export type Given<Table extends Pick<CommandTable, 'arguments' | 'options'>> = {
  readonly [Name in keyof Table['arguments']]: GivenArgument<Table['arguments'][Name]>;
} & { readonly [Name in keyof Table['options']]: GivenOption<Table['options'][Name]> };

/** `maxReplications`: `--max-replications`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function flag(help: string, more: Partial<Flag> = {}) {
  return { kind: 'flag', help, ...more } as const;
}

type More = Choice & Pick<AnyOption, 'page' | 'part'>;

/** Given at most once; of several the last counts. */
export function value<T>(takes: string, help: string, read: Read<T>, more: More = {}) {
  return { kind: 'value', takes, help, read, ...more } as const;
}

/** May be repeated. */
export function values<T>(takes: string, help: string, read: Read<T>, more: More = {}) {
  return { kind: 'values', takes, help, read, ...more } as const;
}

/** One of these words. */
export function oneOf<Word extends string>(
  takes: string,
  help: string,
  words: readonly Word[],
  more: More = {},
) {
  const read: Read<Word> = (text, name) => wordOf(words, text, name);
  return value(takes, help, read, { words, ...more });
}
