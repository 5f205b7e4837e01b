import { describe, expect, test } from 'vitest';
import { lintText, placesOf } from './lint-text.ts';

/** Something to find on its first line, if nothing else: the window has neither targets nor tasks. */
const empty = (id: string, comment = ''): string => `  ${id}:${comment}
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: win-${id}
      Schedule: cron(0 4 ? * SUN *)
      ScheduleTimezone: Europe/Berlin
      Duration: 3
      Cutoff: 1
      AllowUnassociatedTargets: false
`;
const reasons = (text: string) =>
  lintText(text).ignored.map(({ rule, line, reason }) => [rule, line, reason]);

describe('a comment', () => {
  test('silences the line that it stands on', () => {
    const text = `Resources:\n${empty('A', ' # fleetsim-lint-ignore window-empty: others fill it')}${empty('B')}`;
    expect(placesOf(lintText(text))).toEqual(['11:3 window-empty']);
    expect(reasons(text)).toEqual([['window-empty', 2, 'others fill it']]);
  });

  test('alone on a line silences the next line that says anything', () => {
    const text = `Resources:\n  # fleetsim-lint-ignore window-empty: others fill it\n\n  # and more words\n${empty('A')}${empty('B')}`;
    expect(placesOf(lintText(text))).toEqual(['14:3 window-empty']);
  });

  test('above everything else silences the whole file', () => {
    const text = `# Windows.\n# fleetsim-lint-ignore window-empty: others fill them\n---\nResources:\n${empty('A')}${empty('B')}`;
    expect(placesOf(lintText(text))).toEqual([]);
    expect(reasons(text).map(([, line]) => line)).toEqual([5, 14]);
  });

  test('names several rules with commas', () => {
    const text = `Resources:\n${empty('A', ' # fleetsim-lint-ignore window-empty, window-no-task: others fill it')}`;
    expect(placesOf(lintText(text))).toEqual(['2:6 ignore-unused']);
  });

  test('within text is no comment', () => {
    const text = `Description: "# fleetsim-lint-ignore window-empty: x"\nResources:\n${empty('A')}`;
    expect(placesOf(lintText(text))).toEqual(['3:3 window-empty']);
    const block = `Description: |\n  # fleetsim-lint-ignore window-empty: x\nResources:\n${empty('A')}`;
    expect(placesOf(lintText(block))).toEqual(['4:3 window-empty']);
  });
});

describe('a list in the file', () => {
  test('of a scenario silences the whole of it', () => {
    const text = `start: 2025-01-03T00:00:00Z
end: 3d
fleet: { web: { count: 5, os: AMAZON_LINUX_2 } }
lint: { ignore: [{ rule: window-empty, reason: others fill it }] }
resources:
${empty('A')}`;
    expect(placesOf(lintText(text))).toEqual([]);
    expect(reasons(text)).toEqual([['window-empty', 6, 'others fill it']]);
  });

  test('may be one entry alone', () => {
    const text = `Metadata: { fleetsim: { lint: { ignore: { rule: window-empty, reason: others } } } }\nResources:\n${empty('A')}`;
    expect(placesOf(lintText(text))).toEqual([]);
  });

  test('of a template stands in its Metadata, of a resource in that of the resource', () => {
    const ignore =
      'Metadata: { fleetsim: { lint: { ignore: [{ rule: window-empty, reason: others fill it }] } } }';
    expect(placesOf(lintText(`${ignore}\nResources:\n${empty('A')}${empty('B')}`))).toEqual([]);
    const ofOne = `Resources:\n${empty('A')}    ${ignore}\n${empty('B')}`;
    expect(placesOf(lintText(ofOne))).toEqual(['12:3 window-empty']);
  });
});

describe('silencing is itself looked at', () => {
  const mistakes = (text: string) =>
    lintText(text).findings.map(({ rule, severity, help }) => [rule, severity, help]);

  test('a rule that does not exist silences nothing', () => {
    const text = `Resources:\n${empty('A', ' # fleetsim-lint-ignore window-emtpy: others fill it')}`;
    expect(mistakes(text)).toEqual([
      ['ignore-unknown', 'error', 'did you mean window-empty?'],
      ['window-empty', 'warning', expect.any(String)],
    ]);
  });

  test('no rule at all is a slip, with the form that was meant', () => {
    const text = `# fleetsim-lint-ignore: window-empty\nResources:\n${empty('A')}`;
    expect(mistakes(text)).toContainEqual([
      'ignore-unknown',
      'error',
      'write # fleetsim-lint-ignore rule: reason',
    ]);
  });

  test('without a reason it silences, and is told', () => {
    const text = `Resources:\n${empty('A', ' # fleetsim-lint-ignore window-empty')}`;
    expect(mistakes(text)).toEqual([['ignore-without-reason', 'warning', expect.any(String)]]);
    expect(reasons(text)).toEqual([['window-empty', 2, null]]);
  });

  test('what silences nothing is a note', () => {
    const text = '# fleetsim-lint-ignore window-empty: once\nResources: { T: { Type: "AWS::SNS::Topic" } }\n';
    expect(mistakes(text)).toEqual([['ignore-unused', 'note', expect.any(String)]]);
  });

  test('while a scenario cannot be loaded, nothing is called needless', () => {
    const text = '# fleetsim-lint-ignore window-empty: once\nstart: 2025-01-03T00:00:00Z\nend: yesterday\n';
    expect(lintText(text).findings.map(({ rule }) => rule)).toEqual(['bad-value']);
  });

  test('it cannot be silenced', () => {
    const text = '# fleetsim-lint-ignore ignore-unused: no\nResources: { T: { Type: "AWS::SNS::Topic" } }\n';
    expect(mistakes(text)).toEqual([['ignore-unknown', 'error', null]]);
  });

  test("a warning of the loader can be, by its code, an error can't", () => {
    const scenario = (rest: string) =>
      `# fleetsim-lint-ignore ${rest}\nstart: 2025-01-03T00:00:00Z\nend: 3d\nfleet: { web: { count: 5, os: AMAZON_LINUX_2 } }\n`;
    const topic = 'resources: { T: { Type: "AWS::EC2::VPC" } }\n';
    expect(placesOf(lintText(`${scenario('ignored-resource: ours')}${topic}`))).toEqual([]);
    const colour = `${scenario('unknown-key: ours')}colour: red\n`;
    expect(placesOf(lintText(colour))).toEqual(['1:1 ignore-unknown', '5:1 unknown-key']);
  });
});
