/**
 * Names of parameters and of resources where their values were meant.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
 */

import { declaredTargets, tagKeyOf } from '../capability/lint/declared-targets.ts';
import type { Resource, Subject } from '../capability/lint/subject.ts';
import type { Report, Rule } from '../capability/lint-rule.ts';
import { referencesIn } from '../cloudformation/declared.ts';
import { entry, itemsOf, textOf } from '../cloudformation/value.ts';
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

/** Types in whose texts `${…}` means nothing else. Documents hold scripts, where it is the shell's. */
const judgedTypes = [
  'AWS::SSM::Association',
  'AWS::SSM::MaintenanceWindow',
  'AWS::SSM::MaintenanceWindowTarget',
  'AWS::SSM::MaintenanceWindowTask',
  'AWS::SSM::PatchBaseline',
];

function propertiesOf(resource: Resource, { root, kind }: Subject): unknown {
  const resources = root[kind === 'template' ? 'Resources' : 'resources'];
  const raw = isMap(resources) ? resources[resource.logicalId] : undefined;
  return isMap(raw) ? raw['Properties'] : undefined;
}

function checkLiteral(subject: Subject, report: Report): void {
  const judged = subject.resources.filter(({ type }) => judgedTypes.includes(type));
  const names = new Set([
    ...subject.parameters.keys(),
    ...subject.resources.map(({ logicalId }) => logicalId),
  ]);
  for (const resource of judged) {
    for (const written of textsWithin(propertiesOf(resource, subject), resource.path, false)) {
      reportUnsubstituted(written, names, report);
    }
  }
  if (subject.kind !== 'template') return;
  reportNamesAsTags(subject, report);
  reportNamesAsIds(subject, names, report);
}

/**
 * `WindowId: Window`, or `Ref Window` without its exclamation mark. An id begins with mw- or is a UUID, so a logical id
 * is none, whatever it is called. In a scenario the loader follows them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
function reportNamesAsIds(subject: Subject, names: ReadonlySet<string>, report: Report): void {
  const parts = ['AWS::SSM::MaintenanceWindowTarget', 'AWS::SSM::MaintenanceWindowTask'];
  for (const part of parts.flatMap((type) => subject.ofType(type))) {
    const targets = itemsOf(subject.property(part, 'Targets'));
    const ids = [
      subject.property(part, 'WindowId'),
      ...targets
        .filter((target) => textOf(entry(target, 'Key')) === 'WindowTargetIds')
        .flatMap((target) => itemsOf(entry(target, 'Values'))),
    ];
    for (const id of ids) {
      const text = textOf(id);
      const name = text?.replace(/^!?Ref:?\s+/, '');
      if (text === null || name === undefined || !names.has(name) || !writtenAt(subject, id!.path).isWritten)
        continue;
      report(id!.path, `${part.logicalId} has the text ${text} here, not the id of ${name}`, {
        help: `write !Ref ${name}, without quotes`,
      });
    }
  }
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
  report(path, `this is taken to the letter: \${${name}} is only filled in within !Sub`, {
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
  for (const { criteria } of declaredTargets(subject)) {
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

/** What stands there, also where one value is written instead of a list, or text within `!Sub`. */
function writtenAt(
  { root }: Subject,
  path: DataPath,
): { readonly text: string; readonly isWritten: boolean } {
  let raw: unknown = root;
  for (const segment of path) {
    if (typeof segment === 'number' && !Array.isArray(raw)) continue;
    raw = isMap(raw) || Array.isArray(raw) ? (raw as Record<string | number, unknown>)[segment] : undefined;
  }
  const template = isMap(raw) ? raw['Fn::Sub'] : raw;
  return typeof template === 'string' ? { text: template, isWritten: true } : { text: '', isWritten: false };
}

/** Keys that some resource is tagged with, to the letter. */
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
