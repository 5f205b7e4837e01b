/**
 * Names of parameters and of resources where their values were meant.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */

import { tagKeyOf } from '../capability/lint/declared-targets.ts';
import type { Subject } from '../capability/lint/subject.ts';
import { namesOf, rawAt, writtenAt } from '../capability/lint/written.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';
import { referencesIn } from '../cloudformation/declared.ts';
import { isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';

interface WrittenText {
  readonly text: string;
  readonly path: DataPath;
  /** Within `Fn::Sub`, which puts values in. */
  readonly isSubstituted: boolean;
}

const depthMax = 500;

function textsWithin(raw: unknown, path: DataPath, isSubstituted: boolean, depth = 0): WrittenText[] {
  if (typeof raw === 'string') return [{ text: raw, path, isSubstituted }];
  if (depth > depthMax) return [];
  if (Array.isArray(raw)) {
    return raw.flatMap((item, index) => textsWithin(item, [...path, index], isSubstituted, depth + 1));
  }
  if (!isMap(raw)) return [];
  return Object.entries(raw).flatMap(([key, item]) =>
    // Names of resources and of mappings stand for what they name.
    key === 'Ref' || key === 'Fn::GetAtt' || key === 'Fn::FindInMap' || key === 'Condition'
      ? []
      : textsWithin(item, [...path, key], isSubstituted || key === 'Fn::Sub', depth + 1),
  );
}

function checkLiteral(subject: Subject, report: Report): void {
  const names = namesOf(subject);
  // Documents are not among them: they hold scripts, where `${…}` is the shell's.
  for (const resource of subject.ownResources) {
    for (const written of textsWithin(rawAt(subject.root, resource.path), resource.path, false)) {
      reportUnsubstituted(written, names, report);
    }
  }
  if (subject.kind !== 'template') return;
  reportNamesAsTags(subject, report);
}

/** `${Environment}` outside of `Fn::Sub` stays as it is. A script that a task runs may have variables of its own. */
function reportUnsubstituted(
  { text, path, isSubstituted }: WrittenText,
  names: ReadonlySet<string>,
  report: Report,
): void {
  if (isSubstituted || path.includes('commands')) return;
  const isKnown = (name: string): boolean => names.has(name.split('.')[0]!) || name.startsWith('AWS::');
  const name = [...text.matchAll(/\$\{\s*([A-Za-z0-9:.]+)\s*\}/g)].map((match) => match[1]!).find(isKnown);
  if (name === undefined) return;
  report(path, `this stays as it is written: \${${name}} is only filled in within !Sub`, {
    help: `write !Sub "${text.length > 60 ? '…' : text}"`,
  });
}

/** Whether a name says that it holds the key of a tag: `AZTagName`, `patch_tag_key`; not `Stage`. */
function saysTagKey(name: string): boolean {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [];
  return words.some((word) => ['tag', 'tags', 'key'].includes(word.toLowerCase()));
}

function reportNamesAsTags(subject: Subject, report: Report): void {
  const parameters = subject.parameters;
  const used = referencesIn(subject.root);
  const seen = tagKeysSeen(subject);
  for (const { criteria } of subject.targets) {
    for (const criterion of criteria) {
      const key = tagKeyOf(criterion);
      if (key !== null && parameters.has(key) && !seen.has(key)) {
        // A tag Environment chosen by the parameter Environment is as it should be.
        const isOdd = saysTagKey(key) || (!used.has(key) && /[a-z][A-Z]/.test(key));
        const { text, isWritten } = writtenAt(subject, [...criterion.path, 'Key']);
        if (isOdd && isWritten && !text.includes('${')) {
          report(
            [...criterion.path, 'Key'],
            `this selects nodes with a tag called ${key}, not with the tag that the parameter ${key} names`,
            { help: `write Key: !Sub "tag:\${${key}}"` },
          );
        }
      }
      reportNamesAsValues(criterion, { parameters, used, subject }, report);
    }
  }
}

function reportNamesAsValues(
  { values, path }: { readonly values: readonly string[]; readonly path: DataPath },
  known: {
    readonly parameters: ReadonlyMap<string, string | null>;
    readonly used: ReadonlySet<string>;
    readonly subject: Subject;
  },
  report: Report,
): void {
  for (const [index, value] of values.entries()) {
    if (!known.parameters.has(value) || known.used.has(value)) continue;
    const at = [...path, 'Values', index];
    if (writtenAt(known.subject, at).text !== value) continue;
    report(at, `this is the text ${value}, not the value of the parameter ${value}, which nothing uses`, {
      help: `write !Ref ${value}`,
    });
  }
}

/** Keys that some resource is tagged with, exactly as written. */
function tagKeysSeen({ root }: Subject): Set<string> {
  const found = new Set<string>();
  const resources = root['Resources'];
  for (const raw of isMap(resources) ? Object.values(resources) : []) {
    const properties = isMap(raw) ? raw['Properties'] : undefined;
    const tags = isMap(properties) ? properties['Tags'] : undefined;
    if (Array.isArray(tags)) {
      for (const tag of tags) if (isMap(tag) && typeof tag['Key'] === 'string') found.add(tag['Key']);
    } else if (isMap(tags)) for (const key of Object.keys(tags)) found.add(key);
  }
  return found;
}

export const literalRules: readonly Rule[] = [
  {
    id: 'literal-parameter',
    place: 130,
    severity: 'error',
    finds:
      'the name of a parameter where its value was meant, as in `tag:AZTagName`, or of a window where its id was; a variable of ' +
      '`!Sub` outside of it',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html',
    check: checkLiteral,
  },
];
