import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../../src/capabilities/run-command/index.ts';
import { isTerminal } from '../../../src/capabilities/run-command/statuses.ts';
import { tallyOfCommand } from '../../../src/capabilities/run-command/tally.ts';
import { cancel, send, simulateCommands, webFleet } from './commands-yaml.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const nodeCount = 6;
const time = (minute: number) => new Date(Date.UTC(2025, 0, 1, 1, minute)).toISOString();
const name = (node: number) => `web-${String(node + 1).padStart(4, '0')}`;
const minutes = fc.nat(150);

const faults = fc.array(
  fc.record({
    minute: minutes,
    node: fc.nat(nodeCount - 1),
    action: fc.constantFrom(
      'stopAgent',
      'cutNetwork',
      'reboot',
      'stop',
      'start',
      'terminate',
      'detachProfile',
    ),
    hold: fc.option(fc.integer({ min: 1, max: 90 })),
  }),
  { maxLength: 8 },
);

const commands = fc.array(
  fc.record({
    minute: minutes,
    document: fc.constantFrom('Job', 'Bad', 'Long', 'AWS-RunPatchBaseline'),
    concurrency: fc.constantFrom('1', '2', '50%', '100%'),
    errors: fc.constantFrom('0', '1', '20%', '100%'),
    timeout: fc.constantFrom(60, 600, 3600),
    cancelledAfter: fc.option(fc.nat(60)),
    cancelledNodes: fc.subarray([0, 1, 2, 3, 4, 5]),
  }),
  { minLength: 1, maxLength: 14 },
);

/** Everything at once: what may happen to a command while nodes come and go. */
const scenarios = fc.record({ faults, commands, dispatch: fc.constantFrom('ramp', 'sliding', 'batch') });
type Scenario = typeof scenarios extends fc.Arbitrary<infer T> ? T : never;

function run({ faults: given, commands: sent, dispatch }: Scenario) {
  const actions = sent.map(({ minute, document, concurrency, errors, timeout }, index) => {
    const parameters = document === 'AWS-RunPatchBaseline' ? ', Parameters: { Operation: [Install] }' : '';
    const rate = `MaxConcurrency: "${concurrency}", MaxErrors: "${errors}", TimeoutSeconds: ${timeout}`;
    return send(`c${index}`, `DocumentName: ${document}, ${rate}${parameters}`, time(minute));
  });
  const cancels = sent.map(({ minute, cancelledAfter, cancelledNodes }, index) => {
    if (cancelledAfter === null) return '';
    const nodes = cancelledNodes.map(name).join(', ');
    const only = nodes === '' ? '' : `, InstanceIds: [${nodes}]`;
    return cancel(`c${index}`, time(minute + cancelledAfter), only);
  });
  const undone = new Set(['stopAgent', 'cutNetwork', 'stop', 'detachProfile']);
  const faultLines = given.map(({ minute, node, action, hold }, index) => {
    const back = hold === null || !undone.has(action) ? '' : `, for: ${hold}m`;
    return `- { id: f${index}, at: ${time(minute)}, nodes: { names: [${name(node)}] }, action: ${action}${back} }`;
  });
  return simulateCommands(
    {
      fleet: webFleet(nodeCount),
      documents: 'Bad: { run: 5m, fails: 60% }\nLong: { run: { uniform: { min: 20m, max: 80m } } }',
      faults: faultLines.join('\n'),
      actions: actions.join('') + cancels.join(''),
      model: 'patching: { scan: 1m, install: 5m, rebootFails: 10% }',
      more: 'patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-01-01 } }',
      end: '2d',
    },
    {
      set: [
        `model.rateControl.dispatch=${dispatch}`,
        'model.runCommand.delivery={ uniform: { min: 0s, max: 90s } }',
      ],
    },
  );
}

describe('whatever happens', () => {
  test('nobody is lost, every command ends by its total timeouts, and errors stay within MaxErrors + MaxConcurrency', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const simulated = run(scenario);
        for (const command of simulated.outcome.machines.of(runCommand).commands.commands) {
          const tally = tallyOfCommand(command);
          const { maxErrorsCount, maxConcurrencyCount } = command;
          expect(tally.unfinished).toBe(0);
          expect(tally.peakConcurrency).toBeLessThanOrEqual(maxConcurrencyCount);
          expect(tally.errors).toBeLessThanOrEqual(maxErrorsCount + maxConcurrencyCount);
          for (let position = 0; position < command.targetCount; position += 1) {
            expect(isTerminal(command.statusOf(position))).toBe(true);
          }
        }
        const ended = simulated.events('run-command/command-finished').map(({ command }) => command);
        expect(new Set(ended).size).toBe(ended.length);
        expect(ended).toHaveLength(simulated.outcome.machines.of(runCommand).commands.commands.length);
      }),
      { numRuns: 40 },
    );
  });

  test('no agent runs more than five commands at once', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const running = new Map<string, Set<unknown>>();
        for (const { event, node, command } of run(scenario).journal) {
          if (node === undefined) continue;
          if (event === 'run-command/invocation-started') {
            const commandsNow = running.get(node) ?? new Set();
            running.set(node, commandsNow.add(command));
            expect(commandsNow.size).toBeLessThanOrEqual(5);
          }
          if (event === 'run-command/invocation-finished') running.get(node)?.delete(command);
        }
      }),
      { numRuns: 20 },
    );
  });
});
