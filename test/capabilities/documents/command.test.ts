/** Documents of type Command that a file declares. */
import { describe, expect, test } from 'vitest';
import { runSteps } from '../../../src/capabilities/documents/content/run-steps.ts';
import { formatProblems } from '../../../src/diagnostics/problem.ts';
import { load } from '../../scenario/load-text.ts';
import { at, simulate, timesOf, world } from '../quiet-world.ts';

const step = (name: string, more = '') =>
  `{ action: aws:runShellScript, name: ${name}, inputs: { runCommand: [date]${more} } }`;

interface Written {
  readonly content?: string;
  readonly steps?: string;
  readonly parameters?: string;
  readonly version?: string;
  readonly properties?: string;
  readonly more?: string;
}

const contentOf = ({ steps = step('work'), parameters = '{}', version = '2.2' }: Written) =>
  `{ schemaVersion: "${version}", parameters: ${parameters}, mainSteps: [${steps}] }`;

const resources = (written: Written) =>
  `{ Job: { Type: AWS::SSM::Document, Properties: { Content: ${written.content ?? contentOf(written)}${written.properties ?? ''} } }${written.more ?? ''} }`;

const send = (parameters = '{}', name = 'Job') =>
  `[{ id: go, at: ${at('1')}, SendCommand: { DocumentName: ${name}, Targets: [{ Key: "tag:Fleet", Values: [web] }],
    Parameters: ${parameters} } }]`;

const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';

/** What the one node reports, and when. */
function runOf(written: Written, steps = '', options: { os?: string; parameters?: string } = {}): string {
  const { os = 'AMAZON_LINUX_2', parameters } = options;
  const run = simulate(
    { fleet: fleet.replace('AMAZON_LINUX_2', os), resources: resources(written), actions: send(parameters) },
    { set: [`model.documents.Job.steps={ ${steps} }`] },
  );
  const [end] = run.events('run-command/invocation-finished');
  return `${timesOf(run, 'run-command/invocation-finished')[0]} ${String(end?.['status'])} ${String(end?.['exitCode'])}`;
}

function problemsOf(written: Written, parameters?: string): string {
  const loaded = load(world({ fleet, resources: resources(written), actions: send(parameters) }));
  return formatProblems('problems' in loaded ? loaded.problems : loaded.warnings, loaded.sources);
}

describe('steps', () => {
  const two = { steps: `${step('one')}, ${step('two')}` };

  test('steps in a document run in the order that you specified', () => {
    expect(runOf(two, 'one: { run: 2m }, two: { run: 3m }')).toBe('1:05:01 Success 0');
  });
  test('a step that fails does not keep the next from running, and the document has failed', () => {
    expect(runOf(two, 'one: { run: 2m, fails: 100% }, two: { run: 3m }')).toBe('1:05:01 Failed 1');
  });
  test('the journal names the step that failed', () => {
    const sections = { fleet, resources: resources(two), actions: send() };
    const run = simulate(sections, { set: ['model.documents.Job.steps={ two: { fails: 100% } }'] });
    expect(run.events('documents/step-failed')).toMatchObject([
      { node: 'web-0001', command: 'go', step: 'two' },
    ]);
  });
  test('onFailure: exit: the document does not run any remaining steps', () => {
    const steps = `${step('one', ', onFailure: exit')}, ${step('two')}`;
    expect(runOf({ steps }, 'one: { run: 2m, fails: 100% }, two: { run: 3m }')).toBe('1:02:01 Failed 1');
  });
  test('onFailure: successAndExit: the step status shows successful, and no remaining step runs', () => {
    const steps = `${step('one', ', onFailure: successAndExit')}, ${step('two')}`;
    expect(runOf({ steps }, 'one: { run: 2m, fails: 100% }, two: { run: 3m }')).toBe('1:02:01 Success 0');
  });
  test('onSuccess: exit: unless a finallyStep has been defined', () => {
    const steps = `${step('one', ', onSuccess: exit')}, ${step('two')}, ${step('last', ', finallyStep: true')}`;
    expect(runOf({ steps }, 'one: { run: 2m }, two: { run: 3m }, last: { run: 7m }')).toBe(
      '1:09:01 Success 0',
    );
  });
  test('a step is killed at its timeoutSeconds, and the next one runs', () => {
    const steps = `${step('one', ', timeoutSeconds: "60"')}, ${step('two')}`;
    expect(runOf({ steps }, 'one: { run: 2m }, two: { run: 3m }')).toBe('1:04:01 ExecutionTimedOut 137');
  });
  test('timeoutSeconds may be a parameter', () => {
    const steps = step('work', ', timeoutSeconds: "{{ limit }}"');
    const parameters = '{ limit: { type: String, default: "60" } }';
    expect(runOf({ steps, parameters }, 'work: { run: 2m }')).toBe('1:01:01 ExecutionTimedOut 137');
    const given = { parameters: '{ limit: ["300"] }' };
    expect(runOf({ steps, parameters }, 'work: { run: 2m }', given)).toBe('1:02:01 Success 0');
  });
  test('a document of several steps may take as long as its steps together', () => {
    expect(runOf(two, 'one: { run: 50m }, two: { run: 50m }')).toBe('2:40:01 Success 0');
  });
  test('model.documents.<Name>.run goes before the steps', () => {
    const sections = { fleet, resources: resources(two), actions: send() };
    const run = simulate(sections, { set: ['model.documents.Job.run=9m'] });
    expect(timesOf(run, 'run-command/invocation-finished')).toEqual(['1:09:01']);
  });
  test('a failed step weighs more than one that was killed', () => {
    const ordered = { onFailure: null, onSuccess: null, isFinally: false, timeoutMs: 10 } as const;
    const ends = [
      { durationMs: 11, isFailing: false },
      { durationMs: 5, isFailing: true },
    ];
    let place = 0;
    expect(runSteps([ordered, ordered], () => ends[place++]!)).toMatchObject({ durationMs: 15, exitCode: 1 });
  });
});

describe('model.documents.<Name>.steps', () => {
  const refused = (model: string, name = 'Job') => {
    const loaded = load(
      `${world({ fleet, resources: resources({}), actions: send() })}`.replace(
        /^model:/m,
        `model:\n  documents: { ${name}: ${model} }`,
      ),
    );
    return formatProblems('problems' in loaded ? loaded.problems : [], loaded.sources);
  };

  test('names steps of the document', () => {
    expect(refused('{ steps: { work: { run: 1m } } }')).toBe('');
    expect(refused('{ steps: { wrk: { run: 1m } } }')).toContain('did you mean work?');
    expect(refused('{ steps: { work: { run: 1m } } }', 'Jub')).toContain('the file declares no document Jub');
  });
  test('goes without run, which is the time of the whole', () => {
    expect(refused('{ run: 1m, steps: { work: { run: 1m } } }')).toContain('found both');
  });
  test('of a group are those of the document where the group does not say otherwise', () => {
    const both = { steps: `${step('one')}, ${step('two')}` };
    const run = simulate(
      {
        fleet: fleet.replace(
          'tags:',
          'model: { documents: { Job: { steps: { two: { run: 5m } } } } }, tags:',
        ),
        resources: resources(both),
        actions: send(),
      },
      { set: ['model.documents.Job.steps={ one: { run: 2m }, two: { run: 3m } }'] },
    );
    expect(timesOf(run, 'run-command/invocation-finished')).toEqual(['1:07:01']);
  });
  test('of a group is checked too', () => {
    const text = world({
      fleet: fleet.replace('tags:', 'model: { documents: { Job: { steps: { wrk: { run: 1m } } } } }, tags:'),
      resources: resources({}),
      actions: send(),
    });
    const loaded = load(text);
    expect(formatProblems('problems' in loaded ? loaded.problems : [], loaded.sources)).toContain(
      'fleet.web.model',
    );
  });
});

describe('platforms', () => {
  const onWindows = `{ action: aws:runPowerShellScript, name: windows,
    precondition: { StringEquals: [platformType, Windows] }, inputs: { runCommand: [date] } }`;
  const both = { steps: `${step('linux')}, ${onWindows}` };

  test('each plugin is either run or skipped based on its compatibility with the operating system', () => {
    const times = 'linux: { run: 2m }, windows: { run: 3m }';
    expect(runOf(both, times)).toBe('1:02:01 Success 0');
    expect(runOf(both, times, { os: 'WINDOWS' })).toBe('1:03:01 Success 0');
  });
  test('a document without a step for the platform is not for the node: InvalidPlatform', () => {
    expect(runOf({}, '', { os: 'WINDOWS' })).toContain('InvalidPlatform');
  });
  test('for documents that use schema 2.0 or earlier, incompatible plugins throw an error', () => {
    const old = { ...both, version: '2.0' };
    expect(runOf(old, 'windows: { run: 3m }', { os: 'WINDOWS' })).toBe('1:03:01 Failed 1');
  });
  test('a precondition may compare a parameter', () => {
    const steps = `{ action: aws:runShellScript, name: work, precondition: { StringEquals: ["{{ mode }}", on] },
      inputs: { runCommand: [date] } }`;
    const parameters = '{ mode: { type: String, default: "off" } }';
    expect(runOf({ steps, parameters }, 'work: { run: 2m }')).toBe('1:00:01 Success 0');
    expect(runOf({ steps, parameters }, 'work: { run: 2m }', { parameters: '{ mode: ["on"] }' })).toBe(
      '1:02:01 Success 0',
    );
  });
});

describe('content', () => {
  test.each([
    ['a map', contentOf({})],
    [
      'YAML text',
      `"schemaVersion: '2.2'\\nmainSteps:\\n- {action: aws:runShellScript, name: work, inputs: {runCommand: [a]}}\\n"`,
    ],
    [
      'JSON text',
      `'${JSON.stringify({ schemaVersion: '2.2', mainSteps: [{ action: 'aws:runShellScript', name: 'work', inputs: { runCommand: ['a'] } }] })}'`,
    ],
    [
      'schema 1.2',
      '{ schemaVersion: "1.2", runtimeConfig: { "aws:runShellScript": { properties: [{ id: "0.aws:runShellScript", runCommand: [a] }] } } }',
    ],
  ])('%s', (_, content) => {
    expect(problemsOf({ content })).toBe('');
  });
  test.each([
    ['no schema', { content: '{ mainSteps: [] }' }, 'schemaVersion'],
    ['a runbook', { version: '0.3' }, 'expected one of 1.2, 2.0, 2.2'],
    ['no steps', { steps: '' }, 'schema 2.2 needs mainSteps'],
    [
      'an unknown plugin',
      { steps: step('a').replace('ShellScript', 'ShelScript') },
      'did you mean aws:runShellScript?',
    ],
    ['a name twice', { steps: `${step('a')}, ${step('a')}` }, 'expected each name once'],
    ['an undeclared parameter', { steps: step('a', ', workingDirectory: "{{ dir }}"') }, 'found {{ dir }}'],
    ['a type of parameter', { parameters: '{ p: { type: Text } }' }, 'expected one of String'],
    ['text that is no map', { content: 'hello' }, 'expected a document'],
  ])('%s is InvalidDocumentContent', (_, written, says) => {
    const problems = problemsOf(written);
    expect(problems).toContain(says);
    expect(problems).toContain('InvalidDocumentContent');
  });
  test('DocumentAlreadyExists: two documents of one name', () => {
    const more = `, Other: { Type: AWS::SSM::Document, Properties: { Name: Job, Content: ${contentOf({})} } }`;
    expect(problemsOf({ more, properties: ', Name: Job' })).toContain('DocumentAlreadyExists');
  });
  test('a name may not begin as AWS’s own do', () => {
    expect(problemsOf({ properties: ', Name: AWS-Mine' })).toContain('ValidationException');
  });
  test('onFailure, onSuccess, timeoutSeconds and finallyStep are inputs of a step', () => {
    const beside = step('work').replace(', inputs', ', onFailure: exit, inputs');
    expect(problemsOf({ steps: beside })).toContain('onFailure of a step has no effect there');
  });
  test('a type that is not simulated is named', () => {
    expect(problemsOf({ properties: ', DocumentType: ProblemAnalysis' })).toContain(
      'the ProblemAnalysis document Job is not simulated by this version',
    );
  });
});

describe('parameters', () => {
  const parameters = `{ level: { type: String, allowedValues: [low, high] }, id: { type: String, default: i-1, allowedPattern: "^i-[0-9a-f]{1,17}$" },
    odd: { type: String, default: "", allowedPattern: "^(a+)+$" } }`;

  test('you must specify values for all required parameters', () => {
    expect(problemsOf({ parameters })).toContain(
      'missing: expected the parameter level of Job (AWS: InvalidParameters)',
    );
  });
  test('if a user inputs a value that is not allowed, the execution fails to start', () => {
    expect(problemsOf({ parameters }, '{ level: [mid] }')).toContain('expected one of low, high');
    expect(problemsOf({ parameters }, '{ level: [low], id: [x] }')).toContain(
      'expected text that matches ^i-',
    );
    expect(problemsOf({ parameters }, '{ level: [low], id: [i-0f] }')).toBe('');
  });
  test('you can only supply values to parameters defined in the document', () => {
    expect(problemsOf({ parameters }, '{ level: [low], levels: [low] }')).toContain(
      'unknown parameter of Job',
    );
  });
  test('a pattern that could run away is not tried', () => {
    expect(problemsOf({ parameters }, `{ level: [low], odd: ["${'a'.repeat(40)}b"] }`)).toBe('');
  });
});
