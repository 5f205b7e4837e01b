import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Simulated } from '../../support/simulate.ts';
import { approveAll, at, patch, released, timesOf } from '../quiet-world.ts';
import { broken, remediation, remedied, rule } from './world.ts';

const metric = (run: Simulated, name: string) => run.metrics.get(`remediation.Repair.${name}`);
const started = 'config/remediation-started';

describe('API_RemediationConfiguration', () => {
  test('after the 5th failed attempt within RetryAttemptSeconds there is a remediation exception', () => {
    const run = remedied('', { faults: broken(1) });
    expect(timesOf(run, started)).toEqual(['1:05:00', '1:05:05', '1:05:10', '1:05:15', '1:05:20']);
    expect(metric(run, 'failed')).toBe(5);
    expect(metric(run, 'exceptions')).toBe(1);
    expect(timesOf(run, 'config/exception-written')).toEqual(['1:05:25']);
  });

  test('with the default of 60 seconds and a runbook of two minutes no exception is ever written', () => {
    const run = remedied('', { faults: broken(1), fix: '{ run: 2m, fails: 100% }' });
    expect(metric(run, 'exceptions')).toBe(0);
    expect(metric(run, 'attempts')).toBe(58);
  });

  test('a window as long as four runs is enough for five failures', () => {
    const parts = { faults: broken(1), fix: '{ run: 2m, fails: 100% }' };
    expect(metric(remedied(', RetryAttemptSeconds: 480', parts), 'exceptions')).toBe(1);
    expect(metric(remedied(', RetryAttemptSeconds: 479', parts), 'exceptions')).toBe(0);
  });

  test('MaximumAutomaticAttempts: with 1 the first failure is the last', () => {
    const run = remedied(', MaximumAutomaticAttempts: 1', {
      faults: broken(1),
      fix: '{ run: 2m, fails: 100% }',
    });
    expect(metric(run, 'attempts')).toBe(1);
    expect(metric(run, 'exceptions')).toBe(1);
  });

  test('a success begins the count of failures anew', () => {
    const hours = Array.from({ length: 16 }, (_, hour) => String(hour + 1));
    const again = hours.map((hour) => broken(4, hour).slice(1, -1).replaceAll('id: break-', `id: h${hour}-`));
    const limits = ', MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 2678000';
    const run = remedied(limits, {
      faults: `[${again.join(', ')}]`,
      fix: '{ run: 5s, fails: 40% }',
      end: at('18'),
    });
    const exceptions = run.events('config/exception-written');
    expect(exceptions.length).toBeGreaterThan(0);
    expect(metric(run, 'failed')).toBeGreaterThan(3 * exceptions.length);
    for (const { node, attempt } of exceptions) {
      const ended = run.events('config/remediation-ended').filter((one) => one.node === node);
      const last = ended.filter((one) => Number(one.attempt) <= Number(attempt)).slice(-3);
      expect(last.map(({ status }) => status)).toEqual(['FAILED', 'FAILED', 'FAILED']);
    }
  });

  test('an exception is of one resource', () => {
    const run = remedied(', ExecutionControls: { SsmControls: { ErrorPercentage: 100 } }', {
      faults: broken(2),
    });
    expect(metric(run, 'exceptions')).toBe(2);
    expect(metric(run, 'attempts')).toBe(10);
  });
});

describe('API_SsmControls', () => {
  const controls = (concurrency: number, error: number) =>
    `, ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: ${concurrency}, ErrorPercentage: ${error} } }`;

  test('with ErrorPercentage 40% for 10 noncompliant resources it stops when the fifth error is received', () => {
    const run = remedied(controls(10, 40), { faults: broken(10) });
    expect(metric(run, 'failed')).toBe(5);
    expect(metric(run, 'attempts')).toBe(5);
    expect(run.result.remediations[0]).toMatchObject({ stopped: 1 });
    expect(run.events('config/remediation-stopped')).toMatchObject([{ errors: 5, notStarted: 5 }]);
  });

  test('it has stopped even where a single resource is left', () => {
    const run = remedied(controls(10, 80), { faults: broken(10) });
    expect(run.events('config/remediation-stopped')).toMatchObject([{ errors: 9, notStarted: 1 }]);
  });

  test('what is in flight when it stops goes on', () => {
    const run = remedied(controls(30, 40), { faults: broken(10) });
    expect(metric(run, 'failed')).toBe(6);
  });

  test('the default is 10% at a time and 50% of errors', () => {
    const run = remedied('', { faults: broken(10) });
    expect(metric(run, 'failed')).toBe(6);
    expect(run.result.remediations[0]?.peakConcurrency).toBe(1);
  });

  test('a stopped remediation begins again when another resource is found noncompliant', () => {
    const late = broken(11, '2').replace(/^.*break-11/, '[{ id: break-11');
    const faults = `${broken(10).slice(0, -1)}, ${late.slice(1)}`;
    const fleet = '{ web: { count: 11, os: AMAZON_LINUX_2 } }';
    expect(metric(remedied(controls(10, 40), { faults, fleet }), 'failed')).toBe(10);
  });

  test('model.config.afterErrors: nextSnapshot', () => {
    const run = remedied(controls(10, 40), { faults: broken(10), end: at('1:12') }, [
      'model.config.afterErrors=nextSnapshot',
    ]);
    expect(metric(run, 'failed')).toBe(10);
  });

  test('never more at a time than the rate, never more failures of a resource than attempts are allowed', () => {
    fc.assert(
      fc.property(
        fc.record({
          count: fc.integer({ min: 1, max: 10 }),
          concurrency: fc.integer({ min: 1, max: 100 }),
          error: fc.integer({ min: 1, max: 100 }),
          most: fc.integer({ min: 1, max: 6 }),
          fails: fc.integer({ min: 0, max: 100 }),
          seconds: fc.integer({ min: 1, max: 30 }),
        }),
        ({ count, concurrency, error, most, fails, seconds }) => {
          const properties = `${controls(concurrency, error)}, MaximumAutomaticAttempts: ${most}, RetryAttemptSeconds: 3600`;
          const run = remedied(properties, {
            faults: broken(count),
            fix: `{ run: ${seconds}s, fails: ${fails}% }`,
            end: at('2'),
          });
          const [one] = run.result.remediations;
          expect(one!.peakConcurrency).toBeLessThanOrEqual(
            Math.max(1, Math.floor((count * concurrency) / 100)),
          );
          for (const { attempts, failed, exception } of one!.resources) {
            expect(failed).toBeLessThanOrEqual(most);
            expect(attempts - failed).toBeLessThanOrEqual(1);
            expect(exception !== null).toBe(failed === most);
          }
          expect(one!.exceptions).toBe(one!.resources.filter(({ exception }) => exception !== null).length);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('what a remediation changes', () => {
  const repaired = { faults: broken(1), fix: '{ run: 5m }' };

  test('the evaluation after a runbook that succeeded finds the resource compliant', () => {
    const run = remedied('', repaired);
    expect(timesOf(run, 'config/compliance-changed')).toEqual(['1:02:00', '1:12:00']);
    expect(run.metrics.get('configRule.Patched.nonCompliant')).toBe(0);
    expect(metric(run, 'attempts')).toBe(1);
  });

  test('model.config.success: nothing', () => {
    const run = remedied('', { ...repaired, end: at('1:30') }, ['model.config.success=nothing']);
    expect(run.metrics.get('configRule.Patched.nonCompliant')).toBe(1);
    expect(timesOf(run, started)).toEqual(['1:05:00', '1:15:00', '1:25:00']);
  });

  test('a failed one is tried again when the others of its snapshot have had their turn', () => {
    const all = ', MaximumAutomaticAttempts: 2, ExecutionControls: { SsmControls: { ErrorPercentage: 100 } }';
    const run = remedied(all, { faults: broken(3) });
    expect(run.events(started).map(({ node, attempt }) => `${node} ${attempt}`)).toEqual(
      [1, 2].flatMap((attempt) => [1, 2, 3].map((number) => `web-000${number} ${attempt}`)),
    );
  });
});

describe('API_PutRemediationConfigurations', () => {
  test('it works from a snapshot, so that it can start for a resource that has since become compliant', () => {
    const run = remedied('', {
      fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
      fix: '{ run: 10m }',
      patches: `{ ${released('P1')} }`,
      resources: `\n${rule()}${remediation()}  All: ${approveAll()}`,
      actions: `[${patch('Install', '0:06')}]`,
    });
    const of = (event: string) => timesOf(run, event, 'web-0002');
    expect(of('config/compliance-changed')).toEqual(['0:09:11']);
    expect(of(started)).toEqual(['0:15:00']);
  });
});

describe('API_StartRemediationExecution', () => {
  const call = (clock: string, ids: string) =>
    `{ id: by-hand-${clock.replaceAll(':', '-')}, at: ${at(clock)}, StartRemediationExecution: { ConfigRuleName: !Ref Patched, ResourceKeys: [${ids
      .split(' ')
      .map((id) => `{ resourceType: "AWS::SSM::PatchCompliance", resourceId: ${id} }`)
      .join(', ')}] } }`;
  const byHand = `\n${rule()}${remediation().replace('Automatic: true', 'Automatic: false')}`;

  test('starts what is not automatic, once for each resource', () => {
    const actions = `[${call('2', 'web-0001 web-0002')}]`;
    const run = remedied('', { faults: broken(3), resources: byHand, actions });
    expect(timesOf(run, started)).toEqual(['2:00:00', '2:00:05']);
    expect(metric(run, 'exceptions')).toBe(0);
  });

  test('a second call for the same resources waits for the first: they are left out', () => {
    const actions = `[${call('2', 'web-0001')}, ${call('2:00:02', 'web-0001 web-0002')}]`;
    const run = remedied('', { faults: broken(2), resources: byHand, actions });
    expect(metric(run, 'attempts')).toBe(2);
    expect(timesOf(run, 'config/resource-in-progress')).toEqual(['2:00:02']);
  });

  test('an exception blocks automatic attempts only', () => {
    const run = remedied('', { faults: broken(1), actions: `[${call('2', 'web-0001')}]` });
    expect(timesOf(run, started).at(-1)).toBe('2:00:00');
    expect(metric(run, 'attempts')).toBe(6);
  });
});
