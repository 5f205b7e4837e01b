/** What a document has set on nodes, what undoes it, and what sets it again. */
import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../../src/diagnostics/problem.ts';
import { load, scenarioOf } from '../../scenario/load-text.ts';
import { at, type Sections, simulate, timesOf, world } from '../quiet-world.ts';

const keep = (
  more = '',
) => `{ Keep: { Type: AWS::SSM::Association, Properties: { Name: Job, ScheduleExpression: "rate(4 hours)",
  Targets: [{ Key: "tag:Fleet", Values: [web] }]${more} } } }`;
const drift = (clock: string, more = '') =>
  `{ at: ${at(clock)}, action: drift, association: Keep, nodes: { group: web }${more} }`;
const once = `[{ id: once, at: ${at('1')}, SendCommand: { DocumentName: Job, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }]`;

const base: Sections = {
  fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  resources: keep(),
  end: '10h',
};
const set = ['model.documents.Job={ run: 2m }', 'model.stateManager.jitter=0s'];
const run = (sections: Sections, more: readonly string[] = []) =>
  simulate({ ...base, ...sections }, { set: [...set, ...more] });

describe('State Manager keeps what it applies', () => {
  test('the next run of the association repairs what has drifted', () => {
    const done = run({ faults: `[${drift('1')}]` });
    expect(timesOf(done, 'documents/node-drifted')).toEqual(['1:00:00', '1:00:00']);
    expect(done.events('documents/drift-repaired')[0]).toMatchObject({ document: 'Job' });
    expect(done.metrics.get('association.Keep.drifted.repairs')).toBe(2);
    expect(done.metrics.get('association.Keep.drifted.nodes')).toBe(0);
    // Due at 4:00, with two minutes of work.
    const hours = done.metrics.get('association.Keep.drifted.nodeHours');
    expect(hours).toBeGreaterThan(6);
    expect(hours).toBeLessThan(6.5);
  });
  test('a run that fails repairs nothing', () => {
    const done = run({ faults: `[${drift('1')}]` }, ['model.documents.Job.fails=100%']);
    expect(done.metrics.get('association.Keep.drifted.nodeHours')).toBeCloseTo(18, 6);
    expect(done.metrics.get('association.Keep.drifted.nodes')).toBe(2);
  });
  test('what has drifted does not drift again', () => {
    const done = run({ faults: `[${drift('1')}, ${drift('2')}]` });
    expect(done.events('documents/node-drifted')).toHaveLength(2);
  });
  test('association compliance says nothing of it', () => {
    const done = run({ faults: `[${drift('5')}]` });
    expect(done.events('state-manager/compliance-changed').map(({ compliance }) => compliance)).not.toContain(
      'NON_COMPLIANT',
    );
  });
});

describe('Run Command applies it once', () => {
  const other =
    '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } }, none: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: none } } }';
  const sections: Sections = {
    fleet: other,
    resources: keep().replace('[web]', '[none]'),
    actions: once,
  };

  test('nothing sets it again', () => {
    const done = run({ ...sections, faults: `[${drift('2')}]` });
    expect(done.metrics.get('command.once.drifted.nodeHours')).toBeCloseTo(16, 6);
    expect(done.metrics.get('command.once.drifted.nodes')).toBe(2);
    expect(done.metrics.get('command.once.drifted.repairs')).toBe(0);
    expect(done.metrics.get('association.Keep.drifted.nodeHours')).toBe(0);
  });
  test('a node on which the document never ran has nothing to drift from', () => {
    const done = run({ ...sections, faults: `[${drift('0:30')}]` });
    expect(done.events('documents/node-drifted')).toEqual([]);
  });
  test('a terminated node drifts no longer', () => {
    const done = run({
      ...sections,
      faults: `[${drift('2')}, { at: ${at('3')}, action: terminate, nodes: { group: web } }]`,
    });
    expect(done.metrics.get('command.once.drifted.nodeHours')).toBeCloseTo(2, 6);
    expect(done.metrics.get('command.once.drifted.nodes')).toBe(0);
  });
});

describe('the fault', () => {
  const problemsOf = (faults: string) => {
    const loaded = load(world({ ...base, faults: `[${faults}]` }));
    return formatProblems('problems' in loaded ? loaded.problems : [], loaded.sources);
  };

  test.each([
    [`{ at: ${at('1')}, action: drift }`, 'expected the association whose document drifts'],
    [`{ at: ${at('1')}, action: reboot, association: Keep }`, 'expected association only with drift'],
    [`{ at: ${at('1')}, action: drift, association: Kep }`, 'did you mean Keep?'],
    [`{ at: ${at('1')}, action: drift, association: Keep, for: 1h }`, 'nothing undoes drift'],
  ])('%s is refused', (fault, says) => {
    expect(problemsOf(fault)).toContain(says);
  });
  test('a run without it has no metric of drift', () => {
    expect([...run({}).metrics.keys()].filter((name) => name.includes('drift'))).toEqual([]);
  });
});

test('a scenario with documents of its own can be sent to another thread', () => {
  const resources = `{ Job: { Type: AWS::SSM::Document, Properties: { Content: { schemaVersion: "2.2",
    mainSteps: [{ action: aws:runShellScript, name: work, inputs: { runCommand: [date] } }] } } } }`;
  expect(() => structuredClone({ ...scenarioOf(world({ ...base, resources })) })).not.toThrow();
});
