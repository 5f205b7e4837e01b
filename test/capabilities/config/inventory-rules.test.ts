/** https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-applications-required.html */
import { describe, expect, test } from 'vitest';
import { config } from '../../../src/capabilities/config/index.ts';
import { type InventorySeen, inventoryRules } from '../../../src/capabilities/config/inventory-rules.ts';
import { errorsOf } from '../../scenario/load-text.ts';
import { collect, one, patchOfHttpd } from '../inventory/world.ts';
import { approveAll, at, patch, simulate, world } from '../quiet-world.ts';

const seen: InventorySeen = {
  platform: 'Linux',
  agentVersion: '3.3.987.0',
  applications: new Map([['httpd', '2.4.54']]),
  hasType: (type) => type === 'AWS:Network',
};
const judge = (name: string, parameters: Record<string, string>, of = seen) =>
  inventoryRules[`EC2_MANAGEDINSTANCE_${name}`]!.evaluate(parameters, of);

describe('rules about inventory', () => {
  test('required applications are all installed, with at least the version', () => {
    expect(judge('APPLICATIONS_REQUIRED', { applicationNames: 'httpd' })).toBe('COMPLIANT');
    expect(judge('APPLICATIONS_REQUIRED', { applicationNames: 'httpd:2.4.55' })).toBe('NON_COMPLIANT');
    expect(judge('APPLICATIONS_REQUIRED', { applicationNames: 'httpd, falcon' })).toBe('NON_COMPLIANT');
    expect(judge('APPLICATIONS_REQUIRED', { applicationNames: 'x' }, { ...seen, applications: null })).toBe(
      'INSUFFICIENT_DATA',
    );
  });

  test('newer versions of a denied application are allowed', () => {
    expect(judge('APPLICATIONS_BLACKLISTED', { applicationNames: 'httpd' })).toBe('NON_COMPLIANT');
    expect(judge('APPLICATIONS_BLACKLISTED', { applicationNames: 'httpd:2.4.54' })).toBe('NON_COMPLIANT');
    expect(judge('APPLICATIONS_BLACKLISTED', { applicationNames: 'httpd:2.4.53' })).toBe('COMPLIANT');
  });

  test('a denied type of inventory is not collected, and another platform does not count', () => {
    expect(judge('INVENTORY_BLACKLISTED', { inventoryNames: 'AWS:Network, AWS:File' })).toBe('NON_COMPLIANT');
    expect(judge('INVENTORY_BLACKLISTED', { inventoryNames: 'AWS:File' })).toBe('COMPLIANT');
    expect(judge('INVENTORY_BLACKLISTED', { inventoryNames: 'AWS:Network', platformType: 'Windows' })).toBe(
      'NOT_APPLICABLE',
    );
  });

  test('the platform is the one named, and the agent at least as new', () => {
    expect(judge('PLATFORM_CHECK', { platformType: 'Linux', agentVersion: '3.2.0.0' })).toBe('COMPLIANT');
    expect(judge('PLATFORM_CHECK', { platformType: 'Linux', agentVersion: '3.4.0.0' })).toBe('NON_COMPLIANT');
    expect(judge('PLATFORM_CHECK', { platformType: 'Windows' })).toBe('NON_COMPLIANT');
  });
});

const ruleOf = (parameters: string, name = 'APPLICATIONS_REQUIRED') =>
  `Apache: { Type: AWS::Config::ConfigRule, Properties: { Source: { Owner: AWS, SourceIdentifier: EC2_MANAGEDINSTANCE_${name} }, InputParameters: ${parameters} } }`;

test('a rule sees the last report: a node that was patched is compliant after the next collection', () => {
  const run = (end: string) =>
    simulate(
      {
        fleet: one(),
        patches: patchOfHttpd,
        resources: `{ ${collect()}, All: ${approveAll()}, ${ruleOf('{ applicationNames: "httpd:2.4.55" }')} }`,
        actions: `[${patch('Install', '1:10')}]`,
        end: at(end),
      },
      { set: ['model.stateManager.jitter=0s', 'model.config.lag=1m'] },
    );
  const resultAt = (end: string) => {
    const { outcome } = run(end);
    return [...outcome.machines.of(config).config.evaluations.rules[0]!.resources.values()].map(
      ({ result }) => result,
    );
  };
  expect(resultAt('1:50')).toEqual(['NON_COMPLIANT']);
  expect(resultAt('2:10')).toEqual(['COMPLIANT']);
});

test('AWS refuses a rule without its parameter, or with one that it does not take', () => {
  const problemsOf = (parameters: string) =>
    errorsOf(world({ fleet: one(), resources: `{ ${ruleOf(parameters)} }` })).join();
  expect(problemsOf('{ applicationNames: x }')).toBe('');
  expect(problemsOf('{}')).toContain('missing-key');
  expect(problemsOf('{ applicationNames: x, applicationName: y }')).toContain('unknown-key');
});
