/**
 * The rules of the two published schemas, said again as a table: windyroad/JUnit-Schema (JUnit.xsd, after Ant's reports) and
 * junit-10.xsd of Jenkins' xUnit plugin. xmllint found reports valid against both when this was written.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderJUnit } from '../../src/reports/junit.ts';
import {
  brokenFile,
  check,
  failedFile,
  failedGate,
  file,
  gate,
  nastyTexts,
  openGate,
  sameSnapshot,
  snapshot,
} from './checks.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Well-formed XML 1.0 as reports use it, or an error. */
function parse(xml: string): Element {
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/);
  // https://www.w3.org/TR/xml/#charsets
  expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const token = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>|([^<]+)/y;
  token.lastIndex = xml.indexOf('\n') + 1;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const [, closing, name, attributes, empty, text] = token.exec(xml) ?? [];
    if (text !== undefined) {
      expect(text.replaceAll(/&(lt|gt|amp|quot|apos|#\d+);/g, '')).not.toMatch(/&|]]>/);
      open.at(-1)!.text += unescaped(text);
    } else if (name === undefined) throw new Error(`not well-formed: ${xml.slice(at, at + 80)}`);
    else if (closing === '/') expect(open.pop()!.name).toBe(name);
    else {
      const pairs = [...attributes!.matchAll(/ ([a-z]+)="([^"]*)"/g)];
      for (const [, , value] of pairs)
        expect(value!.replaceAll(/&(lt|gt|amp|quot|apos|#\d+);/g, '')).not.toContain('&');
      const element = {
        name,
        attributes: Object.fromEntries(pairs.map(([, key, value]) => [key!, unescaped(value!)])),
        children: [],
        text: '',
      };
      expect(Object.keys(element.attributes)).toHaveLength(pairs.length);
      open.at(-1)!.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  expect(open).toHaveLength(1);
  return root.children[0]!;
}

function unescaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    lt: '<',
    gt: '>',
    amp: '&',
    quot: '"',
    apos: "'",
    '#9': '\t',
    '#10': '\n',
  };
  return text.replaceAll(/&([a-z]+|#\d+);/g, (_, name: string) =>
    name.startsWith('#') ? String.fromCharCode(Number(name.slice(1))) : signs[name]!,
  );
}

const tokenType = /^\S(?:\S| (?! ))*$/;
const anyText = /^/;
const whole = /^\d+$/;

/** Of each element its attributes, all required, and its children in order. */
const rules: Readonly<Record<string, { attributes: Record<string, RegExp>; children: RegExp }>> = {
  testsuites: { attributes: {}, children: /^(testsuite )*$/ },
  testsuite: {
    attributes: {
      name: tokenType,
      package: tokenType,
      id: whole,
      timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
      hostname: tokenType,
      tests: whole,
      failures: whole,
      errors: whole,
      skipped: whole,
      time: /^\d+(\.\d+)?$/,
    },
    children: /^properties (testcase )*system-out system-err $/,
  },
  properties: { attributes: {}, children: /^(property )*$/ },
  property: { attributes: { name: tokenType, value: anyText }, children: /^$/ },
  testcase: {
    attributes: { name: tokenType, classname: tokenType, time: /^\d+(\.\d+)?$/ },
    children: /^(skipped |error |failure )?$/,
  },
  failure: { attributes: { message: anyText, type: anyText }, children: /^$/ },
  error: { attributes: { message: anyText, type: anyText }, children: /^$/ },
  skipped: { attributes: { message: anyText }, children: /^$/ },
  'system-out': { attributes: {}, children: /^$/ },
  'system-err': { attributes: {}, children: /^$/ },
};

const mixed = new Set(['failure', 'error', 'skipped', 'system-out', 'system-err']);

function validate(element: Element): void {
  const rule = rules[element.name];
  if (rule === undefined) throw new Error(`no such element: ${element.name}`);
  expect(Object.keys(element.attributes).sort()).toEqual(Object.keys(rule.attributes).sort());
  for (const [name, type] of Object.entries(rule.attributes)) expect(element.attributes[name]).toMatch(type);
  expect(element.children.map(({ name }) => `${name} `).join('')).toMatch(rule.children);
  if (!mixed.has(element.name)) expect(element.text.trim()).toBe('');
  element.children.forEach(validate);
}

function suitesOf(...given: Parameters<typeof renderJUnit>): Element[] {
  const root = parse(renderJUnit(...given));
  expect(root.name).toBe('testsuites');
  validate(root);
  return root.children;
}

const asIs = { inconclusive: null };
const casesOf = (suite: Element) => suite.children.filter(({ name }) => name === 'testcase');
const outcomesOf = (suite: Element) => casesOf(suite).map(({ children }) => children[0]?.name ?? 'passed');

describe('JUnit XML', () => {
  test('has a suite for each file, a case for each expectation and one for the snapshot', () => {
    const suites = suitesOf(check(file({ snapshot: sameSnapshot }), failedFile, brokenFile), asIs);
    expect(suites.map(outcomesOf)).toEqual([
      ['passed', 'passed'],
      ['passed', 'skipped', 'failure', 'failure'],
      ['error'],
    ]);
    expect(suites.map(({ attributes: { name, id } }) => `${id} ${name}`)).toEqual([
      '0 scenarios/a.yaml',
      '1 scenarios/a.yaml',
      '2 scenarios/b.yaml',
    ]);
  });

  test('counts what it holds', () => {
    for (const suite of suitesOf(check(file(), failedFile, brokenFile), asIs)) {
      const count = (name: string) => String(outcomesOf(suite).filter((one) => one === name).length);
      expect(suite.attributes).toMatchObject({
        tests: String(casesOf(suite).length),
        failures: count('failure'),
        errors: count('error'),
        skipped: count('skipped'),
      });
    }
  });

  test('says what was expected, what was seen and why, also where it is cut to one line', () => {
    const [suite] = suitesOf(check(failedFile), asIs);
    const failed = casesOf(suite!)[2]!;
    expect(failed.attributes).toMatchObject({
      name: 'task.Install.minutes p95 at most 105 min',
      classname: 'scenarios/a.yaml',
    });
    expect(failed.children[0]!.attributes['message']).toBe(
      `observed ${failedGate.observed}; ${failedGate.because}`,
    );
    expect(failed.children[0]!.text).toContain('line 14: expected p95 at most 105 min');
  });

  test.each([
    ['pass', ['passed'], '0'],
    ['fail', ['failure'], '1'],
  ] as const)('counts what is inconclusive as --inconclusive %s says', (inconclusive, outcomes, failures) => {
    const [suite] = suitesOf(check(file({ outcome: 'inconclusive', expectations: [openGate] })), {
      inconclusive,
    });
    expect(outcomesOf(suite!)).toEqual(outcomes);
    expect(suite!.attributes).toMatchObject({ failures, skipped: '0' });
  });

  test('gives every case a name of its own: of two with one name most readers show one', () => {
    const [suite] = suitesOf(check(file({ expectations: [gate(), gate(), gate()] })), asIs);
    expect(new Set(casesOf(suite!).map(({ attributes }) => attributes['name'])).size).toBe(3);
  });

  test('is the same bytes every time: it knows no clock', () => {
    const xml = renderJUnit(check(failedFile), asIs);
    expect(xml).toContain('timestamp="1970-01-01T00:00:00"');
    expect(renderJUnit(check(failedFile), asIs)).toBe(xml);
  });

  test('of no file is an empty list of suites', () => {
    expect(suitesOf(check(), asIs)).toEqual([]);
  });

  test.each(nastyTexts)('is well-formed and valid whatever is in it, such as %j', (text) => {
    const nasty = file({
      name: text,
      file: text,
      seed: text,
      repeat: text,
      problems: [text],
      warnings: [text],
      outcome: 'error',
      expectations: [gate({ metric: text, expected: text, observed: text, because: text, outcome: 'fail' })],
      snapshot: snapshot({ changed: [text] }),
    });
    const [suite] = suitesOf(check(nasty), asIs);
    expect(outcomesOf(suite!)).toEqual(['failure', 'failure', 'error']);
  });

  test('whatever the texts, it is well-formed and valid', () => {
    const anyUnit = fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(anyUnit, anyUnit, (name, observed) => {
        suitesOf(
          check(file({ name, expectations: [gate({ metric: name, observed, outcome: 'fail' })] })),
          asIs,
        );
      }),
    );
  });
});
