/** Conditions of branches and loops. */
import { describe, expect, test } from 'vitest';
import { checkChoices, choose, holds } from '../../../../src/capabilities/automation/content/choices.ts';
import type { ValueMap } from '../../../../src/capabilities/automation/content/runbook.ts';
import type { LoadContext } from '../../../../src/fields/context.ts';

describe('operations', () => {
  const cases: readonly (readonly [unknown, string, unknown, boolean])[] = [
    ['Linux', 'StringEquals', 'Linux', true],
    ['Linux', 'StringEquals', 'linux', false],
    ['Linux', 'EqualsIgnoreCase', 'linux', true],
    ['Amazon Linux', 'StartsWith', 'Amazon', true],
    ['Amazon Linux', 'EndsWith', 'Amazon', false],
    ['Amazon Linux', 'Contains', 'zon', true],
    [['a', 'b'], 'Contains', 'b', true],
    ['5', 'NumericEquals', 5, true],
    [5, 'NumericGreater', '5', false],
    [5, 'NumericGreaterOrEquals', '5', true],
    ['10', 'NumericGreater', '9', true],
    [4, 'NumericLesser', 5, true],
    [5, 'NumericLesserOrEquals', 5, true],
    ['', 'NumericLesser', 5, false],
    ['many', 'NumericEquals', 'many', false],
    [true, 'BooleanEquals', 'true', true],
    ['False', 'BooleanEquals', false, true],
    ['yes', 'BooleanEquals', true, false],
    ['{{ describe.Platform }}', 'StringEquals', 'windows', false],
  ];
  test.each(cases)('%s %s %s: %s', (Variable, operation, value, expected) => {
    expect(holds({ Variable, [operation]: value } as ValueMap)).toBe(expected);
  });
  test('And, Or and Not', () => {
    const [yes, no] = [
      { Variable: 'a', StringEquals: 'a' },
      { Variable: 'a', StringEquals: 'b' },
    ];
    expect(holds({ And: [yes, { Not: no }] })).toBe(true);
    expect(holds({ And: [yes, no] })).toBe(false);
    expect(holds({ Or: [no, { And: [yes, yes] }] })).toBe(true);
    expect(holds({ Not: { Or: [no, no] } })).toBe(true);
    expect(holds({})).toBe(false);
  });
});

describe('aws:branch', () => {
  const choices = [
    { NextStep: 'a', Variable: 'x', StringEquals: 'y' },
    { NextStep: 'b', Variable: 'x', StringEquals: 'x' },
    { NextStep: 'c', Variable: 'x', StringEquals: 'x' },
  ];
  test('jumps to the step of the first choice that is true', () => {
    expect(choose({ Choices: choices, Default: 'd' })).toBe('b');
  });
  test('if none of the choices are true, to that of Default', () => {
    expect(choose({ Choices: choices.slice(0, 1), Default: 'd' })).toBe('d');
  });
  test('without a Default, the next step in the runbook', () => {
    expect(choose({ Choices: choices.slice(0, 1) })).toBeNull();
  });

  const said = (choice: ValueMap) => {
    const errors: string[] = [];
    const context = {
      error: (path, _code, message, options) =>
        errors.push(
          `${path.join('.')}: ${message}${options?.help === undefined ? '' : ` (${options.help})`}`,
        ),
    } as Partial<LoadContext> as LoadContext;
    checkChoices({ Choices: [choice] }, { path: [], context });
    return errors;
  };
  test('an operation that is not supported is refused when the runbook is created', () => {
    expect(said({ NextStep: 'a', Variable: 'x', StringEqual: 'y' })).toEqual([
      'Choices.0.StringEqual: unknown operation (did you mean StringEquals?)',
    ]);
    expect(
      said({
        NextStep: 'a',
        And: [
          { Variable: 'x', StringEquals: 'y' },
          { Variable: 'x', Is: 'y' },
        ],
      }),
    ).toMatchObject([expect.stringMatching(/^Choices\.0\.And\.1\.Is: unknown operation/)]);
  });
  test('each choice must define NextStep, Variable and an operation', () => {
    expect(said({ Variable: 'x', StringEquals: 'y' })).toEqual([
      'Choices.0.NextStep: missing: expected NextStep, the name of a step',
    ]);
    expect(said({ NextStep: 'a', StringEquals: 'y' })).toEqual([
      'Choices.0.Variable: missing: StringEquals compares a Variable with its value',
    ]);
    expect(said({ NextStep: 'a', Variable: 'x' })).toEqual([
      'Choices.0: missing: expected an operation, such as StringEquals: Windows',
    ]);
  });
});
