import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderText } from '../../src/blocks/text.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import type { Rule } from '../../src/capability/lint-rule.ts';
import { rulesOf } from '../../src/lint/contributions.ts';
import { type LintReport, lintFile } from '../../src/lint/lint.ts';
import { lintBlocks } from '../../src/reports/lint.ts';
import { renderLintAnnotations } from '../../src/reports/lint-github.ts';
import { renderSarif } from '../../src/reports/sarif.ts';

const allRules = rulesOf(capabilities);

/** One of each weight, on the keys A, B and C; D is silenced. */
const rules: readonly Rule[] = (['error', 'warning', 'note'] as const).map((severity, index) => ({
  id: ['window-empty', 'literal-parameter', 'window-no-task'][index]!,
  place: index,
  severity,
  finds: 'something',
  source: 'https://docs.aws.amazon.com/',
  check: ({ resources }, report) => {
    for (const { at, logicalId } of resources) {
      const options = { at: 'key' as const, help: `leave ${logicalId} out` };
      if ('ABC'[index] === logicalId) report(at, `there is a ${logicalId}`, options);
      if (index === 0 && logicalId === 'D') report(at, 'there is a D', { at: 'key' });
    }
  },
}));
const topic = 'Type: "AWS::SNS::Topic"';
const text = `Resources:
  A: { ${topic} }
  B: { ${topic} }
  C: { ${topic} }
  D: { ${topic} } # fleetsim-lint-ignore window-empty: it is meant to be
`;
const lint = (source: string, file = 'a.yaml') =>
  lintFile({ file, read: () => new TextEncoder().encode(source), capabilities, rules, nowMs: 0 });
const style = { color: false, width: 100 };
const renderLint = (reports: readonly LintReport[], asked = style) =>
  renderText(
    lintBlocks(
      reports,
      rules.filter(({ id }) => id === 'window-empty'),
    ),
    asked,
  );

describe('text', () => {
  test('has each finding with its line, carets, help and page, and a sum at the end', () => {
    expect(renderLint([lint(text)], style)).toBe(`a.yaml:2:3: error: there is a A [window-empty]
2 |   A: { Type: "AWS::SNS::Topic" }
  |   ^
help: leave A out
see:  docs/lint/window-empty.md

a.yaml:3:3: warning: there is a B [literal-parameter]
3 |   B: { Type: "AWS::SNS::Topic" }
  |   ^
help: leave B out

a.yaml:4:3: note: there is a C [window-no-task]
4 |   C: { Type: "AWS::SNS::Topic" }
  |   ^
help: leave C out

1 error, 1 warning, 1 note (1 finding ignored with a reason)
`);
  });

  test('says that there is nothing to say', () => {
    const clean = `Resources:\n  X: { ${topic} }\n`;
    expect(renderLint([lint(clean)], style)).toBe('no findings\n');
    expect(renderLint([lint(clean), lint(clean)], style)).toBe('no findings in 2 files\n');
  });

  test('says why a file was not looked at', () => {
    const told = renderLint([lint('a: [', 'b.yaml'), lint(text)], style);
    expect(told).toMatch(
      /^b\.yaml:1:4: error: expected a closing \] for this \[unclosed-bracket\]\n1 \| a: \[\n/,
    );
    expect(told).toMatch(/\n1 file not looked at, 1 error, 1 warning, 1 note in 2 files/);
  });

  test('gives the runner of GitHub no commands, whatever stands in the file', () => {
    const told = renderLint(
      [lint(text.replace('A: {', 'A: { Condition: "##[error]",'), '::error::x')],
      style,
    );
    expect(told).not.toMatch(/^\s*::|##\[/m);
  });

  test('has colour where it is asked for, and never lets a file send its own', () => {
    const control = String.fromCharCode(27);
    expect(renderLint([lint(text)], { ...style, color: true })).toContain(`${control}[31m`);
    const nasty = lint(text);
    const [first] = nasty.findings;
    const report = { ...nasty, findings: [{ ...first!, message: `${control}[2J` }] };
    expect(renderLint([report], style)).not.toContain(control);
  });
});

describe('SARIF 2.1.0', () => {
  const reports = [lint(text), lint('a: [', 'dir/b c.yaml')];
  const log = JSON.parse(renderSarif(reports, { version: '1.2.3', rules: allRules }));
  const [run] = log.runs;

  test('names its version, its schema and the tool', () => {
    expect(Object.keys(log)).toEqual(['$schema', 'version', 'runs']);
    expect(log.version).toBe('2.1.0');
    expect(log.runs).toHaveLength(1);
    expect(run.tool.driver).toMatchObject({ name: 'fleetsim', version: '1.2.3' });
    expect(run.columnKind).toBe('utf16CodeUnits');
  });

  test('describes every rule', () => {
    const { rules: described } = run.tool.driver;
    expect(described.map(({ id }: { id: string }) => id)).toEqual(allRules.map(({ id }) => id));
    for (const rule of described) {
      expect(rule).toEqual({
        id: expect.stringMatching(/^[a-z0-9-]+$/),
        shortDescription: { text: expect.stringMatching(/^[^a-z]/) },
        helpUri: expect.stringMatching(/^https:\/\//),
        help: { text: expect.any(String) },
        defaultConfiguration: { level: expect.stringMatching(/^(error|warning|note)$/) },
      });
    }
  });

  test('has every finding at its place, and points into the rules', () => {
    const { rules: described } = run.tool.driver;
    expect(run.results.map(({ ruleId, level }: Record<string, string>) => [ruleId, level])).toEqual([
      ['window-empty', 'error'],
      ['literal-parameter', 'warning'],
      ['window-no-task', 'note'],
      ['window-empty', 'error'],
    ]);
    for (const { ruleId, ruleIndex } of run.results) expect(described[ruleIndex].id).toBe(ruleId);
    expect(run.results[0]).toMatchObject({
      message: { text: 'there is a A\nHelp: leave A out' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a.yaml' },
            region: { startLine: 2, startColumn: 3, endLine: 2, endColumn: 4 },
          },
        },
      ],
    });
  });

  test('holds what is silenced as suppressed, with the reason', () => {
    const suppressions = run.results.map((result: Record<string, unknown>) => result['suppressions']);
    expect(suppressions).toEqual([
      undefined,
      undefined,
      undefined,
      [{ kind: 'inSource', status: 'accepted', justification: 'it is meant to be' }],
    ]);
  });

  test('says when a file could not be looked at', () => {
    expect(run.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', descriptor: { id: 'unclosed-bracket' } }],
      },
    ]);
    const whole = JSON.parse(renderSarif([lint(text)], { version: '1', rules: allRules }));
    expect(whole.runs[0].invocations).toEqual([{ executionSuccessful: true }]);
  });

  test.each([
    ['./a.yaml', 'a.yaml'],
    ['dir/b c.yaml', 'dir/b%20c.yaml'],
    ['/tmp/x#1.yaml', 'file:///tmp/x%231.yaml'],
    ['infra\\a.yaml', 'infra/a.yaml'],
    ['C:\\infra\\a.yaml', 'file:///C:/infra/a.yaml'],
  ])('%s is an address', (file, uri) => {
    const { runs } = JSON.parse(renderSarif([lint(text, file)], { version: '1', rules: allRules }));
    expect(runs[0].artifacts).toEqual([{ location: { uri } }]);
    expect(new URL(uri, 'file:///').href).toContain(uri);
  });
});

describe('annotations of GitHub', () => {
  test('stand at their place, errors first', () => {
    expect(renderLintAnnotations([lint(text)])).toBe(
      [
        '::error file=a.yaml,line=2,col=3,endColumn=3,title=window-empty::there is a A%0Ahelp: leave A out',
        '::warning file=a.yaml,line=3,col=3,endColumn=3,title=literal-parameter::there is a B%0Ahelp: leave B out',
        '::notice file=a.yaml,line=4,col=3,endColumn=3,title=window-no-task::there is a C%0Ahelp: leave C out',
        '',
      ].join('\n'),
    );
  });

  test('are one line each, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string(), (file) => {
        const lines = renderLintAnnotations([lint(text, file)]).split('\n');
        expect(lines).toHaveLength(4);
        expect(lines.slice(0, 3).every((line) => /^::(error|warning|notice) file=/.test(line))).toBe(true);
      }),
    );
  });
});
