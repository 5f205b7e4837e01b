/** Patterns that no event of AWS can match. */
import type { EventPattern, Json } from '../../../aws/event-matching.ts';
import { isPatternProblem, parseEventPattern } from '../../../aws/event-pattern.ts';
import { type EventType, eventTypes, sourcesKnownInFull } from '../../../aws/event-types.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Rule as LintRule, Report } from '../../../capability/lint-rule.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { rule } from '../resources/rules.ts';

type Alternative = EventPattern[number];

/** A value of a pattern that is no operator, with the name of its field. */
interface Exact {
  readonly field: string;
  readonly value: Json;
  readonly path: DataPath;
}

function exactValuesIn(pattern: Json, path: DataPath, name: readonly string[] = []): Exact[] {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) return [];
  return Object.entries(pattern).flatMap(([key, value]: [string, Json]) => {
    const at = [...path, key];
    if (!Array.isArray(value)) return exactValuesIn(value, at, [...name, key]);
    if (key === '$or') return value.flatMap((item: Json, index) => exactValuesIn(item, [...at, index], name));
    const field = [...name, key].join('.');
    return value.flatMap((item: Json, index) =>
      typeof item === 'object' && item !== null ? [] : [{ field, value: item, path: [...at, index] }],
    );
  });
}

function checkPatterns(subject: Subject, report: Report): void {
  for (const [logicalId, { pattern: written }] of subject.stack.nouns(rule)) {
    const resource = subject.named(logicalId);
    const pattern = written === null ? null : parseEventPattern(written);
    if (resource === undefined || pattern === null || isPatternProblem(pattern)) continue;
    const at = [...resource.path, 'EventPattern'];
    const exact = exactValuesIn(written, at);
    const before = new Set<string>();
    const once: Report = (path, message, options) => {
      if (before.has(message)) return;
      before.add(message);
      report(path, message, options);
    };
    for (const alternative of pattern) checkAlternative(alternative, exact, at, once);
  }
}

function checkAlternative(fields: Alternative, exact: readonly Exact[], at: DataPath, report: Report): void {
  for (const { field, value, path } of exact) {
    if (field !== 'account' || typeof value !== 'number') continue;
    report(path, 'an account is text in events, and a number never matches it', {
      help: `write "${value}" in quotes`,
    });
  }
  const types = typesMatching(fields, exact, at, report);
  if (types === null) return;
  for (const [name, test] of fields) {
    const field = name.replace(/^detail\./, '');
    if (field === name || test.acceptsAbsence) continue;
    const place = exact.find((one) => one.field === name)?.path.slice(0, -1) ?? at;
    if (types.every((type) => type.fields !== null && !type.fields.includes(field.split('.')[0]!))) {
      const known = types.flatMap((type) => type.fields ?? []);
      const help = suggestion(field, known);
      report(place, `${namesOf(types)} has no ${name}: the rule never matches`, {
        at: 'key',
        ...(help === undefined ? {} : { help }),
      });
      continue;
    }
    const words = types.flatMap((type) => (Object.hasOwn(type.words, field) ? type.words[field]! : []));
    if (words.length > 0 && types.every((type) => Object.hasOwn(type.words, field)))
      checkWords(name, words, test.accepts, exact, place, report);
  }
}

/** Of the events that are known; null: it may wait for others. */
function typesMatching(
  fields: Alternative,
  exact: readonly Exact[],
  at: DataPath,
  report: Report,
): readonly EventType[] | null {
  const [source, detailType] = [fields.get('source'), fields.get('detail-type')];
  if (detailType === undefined) return null;
  const named = exact.filter(({ field }) => field === 'detail-type');
  const ofType = eventTypes.filter((type) => detailType.accepts(type.detailType));
  const matching = ofType.filter((type) => source === undefined || source.accepts(type.source));
  const sources = exact.filter(({ field }) => field === 'source').map(({ value }) => value);
  const isOnlyOf = (known: readonly string[]) =>
    sources.length > 0 && sources.every((one) => typeof one === 'string' && known.includes(one));
  const path = named[0]?.path ?? at;
  if (matching.length > 0) return named.length === matching.length ? matching : null;
  if (ofType.length > 0 && isOnlyOf(eventTypes.map((type) => type.source))) {
    const { source: right, detailType: type } = ofType[0]!;
    report(path, `${type} comes from ${right}, not from ${sources.join(' or ')}: the rule never matches`, {
      help: `write source: [${right}]`,
    });
  } else if (isOnlyOf(sourcesKnownInFull)) {
    const known = eventTypes.filter((type) => sources.includes(type.source)).map((type) => type.detailType);
    const help = suggestion(String(named[0]?.value ?? ''), known);
    report(path, `${sources.join(' and ')} sends no event of this type: the rule never matches`, {
      ...(help === undefined ? {} : { help }),
    });
  }
  return null;
}

function checkWords(
  name: string,
  words: readonly string[],
  accepts: (word: string) => boolean,
  exact: readonly Exact[],
  place: DataPath,
  report: Report,
): void {
  const isNever = !words.some(accepts);
  const unknown = exact.filter(({ field, value }) => field === name && !words.includes(String(value)));
  for (const { value, path } of unknown) {
    const likely = words.find((word) => alike(word) === alike(String(value))) ?? null;
    const help = likely === null ? `AWS writes one of ${words.join(', ')}` : `did you mean ${likely}?`;
    const message = `${name} is never ${JSON.stringify(value)}`;
    report(path, isNever ? `${message}: the rule never matches` : message, {
      help,
      severity: isNever ? 'error' : 'warning',
    });
  }
  if (isNever && unknown.length === 0) {
    const message = `${name} is one of ${words.join(', ')}, and none is accepted: the rule never matches`;
    report(place, message, { at: 'key' });
  }
}

/** `Canceled`, `CANCELLED`, `non-compliant`, `Timed Out`: the same word in another spelling. */
function alike(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace('canceled', 'cancelled')
    .replace('canceling', 'cancelling');
}

function namesOf(types: readonly EventType[]): string {
  return types.map(({ detailType }) => detailType).join(' and ');
}

export const patternNever: LintRule = {
  id: 'event-pattern-never',
  place: 700,
  severity: 'error',
  finds: 'a rule whose pattern no event of AWS can match',
  source: 'https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ssm.html',
  check: checkPatterns,
};
