import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/blocks/markdown.ts';
import { renderText } from '../../src/blocks/text.ts';
import { commandLine } from '../../src/diagnostics/command-line.ts';
import { formatPath, formatProblem } from '../../src/diagnostics/problem.ts';
import { jsonText } from '../../src/diagnostics/safe-text.ts';
import { annotationLines } from '../../src/reports/github-annotations.ts';

const hostile = 'a\u001b[31m\u0007\u009b\u202etxt\u2066\u2028b ##[error]c ##vso[task.complete]d';
const commands = '::error::x\n  ::set-output name=a::b\n##[group]y';

/** What a terminal, an editor or a runner would obey. */
function expectHarmless(text: string): void {
  expect(text).not.toMatch(/(?![\t\n])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
  expect(text).not.toMatch(/^\s*::|##\[|##vso\[/m);
}

describe('text of users', () => {
  it.each(['text', 'markdown'])('has no power over whatever shows a report in %s', (format) => {
    const blocks = [hostile, commands].flatMap((text) => [
      { kind: 'heading' as const, text },
      { kind: 'paragraph' as const, text },
      { kind: 'paragraph' as const, text: { text, tone: 'code' as const } },
      { kind: 'code' as const, lines: [text], language: 'sh' as const },
      { kind: 'table' as const, head: [text, 'x'], rows: [[text, 'y']], numeric: [] },
    ]);
    expectHarmless(
      format === 'text' ? renderText(blocks, { color: false, width: 100 }) : renderMarkdown(blocks),
    );
  });

  it('is escaped in JSON, and read back as it was', () => {
    const data = { [hostile]: hostile, list: [commands] };
    expectHarmless(jsonText(data));
    expect(JSON.parse(jsonText(data))).toEqual(data);
  });

  it.each(['\u001bc', '\u001b(0', '\u0007', '\0', '\u202etxt'])(
    '%j as a key is quoted and escaped in a path',
    (key) => {
      const path = formatPath(['subnets', 's', key]);
      expectHarmless(path);
      expect(JSON.parse(path.slice('subnets.s.'.length))).toBe(key);
    },
  );

  it('is shown as lost signs in a problem, the name of the file included', () => {
    const problem = {
      ...({ severity: 'error', code: 'x', path: [hostile], message: hostile, help: hostile } as const),
      ...{ file: hostile, line: 1, column: 1 },
    };
    const lines = formatProblem(problem, hostile);
    expect(lines).not.toMatch(/(?!\n)[\p{Cc}\u202e\u2028]/u);
  });

  it('cannot begin a workflow command out of an annotation', () => {
    const line = annotationLines([
      { level: 'error', file: 'a,b:c', title: '%0A::error::t', message: `m\r\n::error::m\u001b %0A` },
    ]);
    expect(line.split('\n')).toHaveLength(2);
    expect(line).toBe(
      '::error file=a%2Cb%3Ac,title=%250A%3A%3Aerror%3A%3At::m%0D%0A::error::m\ufffd %250A\n',
    );
  });

  it('in a line to copy is quoted so that a shell gives it back', () => {
    const word = "it's \u001b[31m\n\\x";
    const line = commandLine(['printf', '%s', word]);
    expectHarmless(line);
    expect(execFileSync('bash', ['-c', line], { encoding: 'utf8' })).toBe(word);
  });
});
