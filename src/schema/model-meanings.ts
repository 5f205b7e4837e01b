/** What each key of `model` is, and why its default is what it is, from the tables of the capabilities. */
import type { AnyCapability } from '../capability/capability.ts';
import type { ModelKey } from '../capability/model.ts';
import type { Meaning, Meanings } from '../fields/meaning.ts';
import { modelSectionsOf } from '../scenario/read-model.ts';
import { written } from './meaning.ts';

/** By the end of a path: groups and operating systems may say the same. */
export function modelMeanings(capabilities: readonly AnyCapability[]): Meanings {
  return Object.fromEntries(
    modelSectionsOf(capabilities).flatMap(({ name, is, keys }): [string, Meaning | string][] => [
      [name, is],
      ...Object.entries(keys()).map(([key, one]): [string, Meaning] => [`${name}.${key}`, meaningOf(one)]),
    ]),
  );
}

function meaningOf({ is, words, reason: given, default: usual, studyGuide }: ModelKey<unknown>): Meaning {
  const reason = given.replaceAll(/ASSUMPTION ([a-z-]+)/g, 'assumption `$1`');
  const guide = studyGuide === undefined ? '' : `. Under \`rules: study-guide\`: \`${written(studyGuide)}\``;
  return {
    says: `${is}. Why so: ${reason}${guide}`,
    default: usual,
    ...(words === undefined ? {} : { words }),
  };
}
