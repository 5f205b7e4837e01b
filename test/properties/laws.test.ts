/** What holds in every run of every scenario. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Cause, causes } from '../../src/capabilities/index.ts';
import { runCommand } from '../../src/capabilities/run-command/index.ts';
import {
  type InvocationStatus,
  invocationStatusesNext,
  isTerminal,
} from '../../src/capabilities/run-command/statuses.ts';
import { tallyOfCommand } from '../../src/capabilities/run-command/tally.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { type Simulated, simulateYaml } from '../support/simulate.ts';
import { sumOf } from '../support/statistics.ts';
import { anyScenario, yamlOf } from './scenarios.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

/** The same scenarios in every run of the tests, simulated once and looked at by each law. */
const scenarios = fc.sample(anyScenario, { numRuns: 80, seed: 4 }).map(yamlOf);
const simulated = scenarios.map((text) => simulateYaml(text));

function everyRun(law: (run: Simulated, index: number) => void): void {
  simulated.forEach((run, index) => {
    try {
      law(run, index);
    } catch (error) {
      throw new Error(`in the scenario\n${scenarios[index]}`, { cause: error });
    }
  });
}

const commandsOf = ({ outcome }: Simulated) => outcome.machines.of(runCommand).commands.commands;

test('the scenarios are not all idle: they halt, cancel, time out, lose nodes and patch others', () => {
  const count = (metric: string) =>
    sumOf(
      simulated.map(({ metrics }) =>
        sumOf([...metrics].filter(([name]) => name.endsWith(metric)).map(([, value]) => Number(value ?? 0))),
      ),
    );
  const seen = ['.succeeded', '.failed', '.timedOut', '.undeliverable', '.cancelled', '.notStarted'];
  const more = ['.unfinished', '.haltedExecutions', '.skipped', 'nodes.lost', 'nodes.connectionLost'];
  for (const metric of [...seen, ...more, 'patched.nodes', 'reboots.total']) {
    expect({ metric, isSeen: count(metric) > 0 }).toEqual({ metric, isSeen: true });
  }
});

describe('commands', () => {
  test('nobody is lost: every target is in exactly one place', () => {
    everyRun((run) => {
      for (const command of commandsOf(run)) {
        const tally = tallyOfCommand(command);
        const { succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished } = tally;
        const places = [succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished];
        expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
        expect(sumOf(places)).toBe(tally.targets);
        expect(sumOf(Object.values(command.tally))).toBe(tally.targets);
        expect(tally.targets).toBe(command.nodes.length);
        expect(tally.started).toBeLessThanOrEqual(tally.targets - notStarted);
      }
    });
  });

  test('each metric of a task or command adds up', () => {
    everyRun(({ metrics }) => {
      for (const [name, targets] of metrics) {
        if (!name.endsWith('.targets')) continue;
        const stem = name.slice(0, -'targets'.length);
        const parts = ['succeeded', 'failed', 'timedOut', 'undeliverable', 'cancelled', 'notStarted'];
        const sum = sumOf([...parts, 'unfinished'].map((part) => Number(metrics.get(stem + part))));
        expect({ name, sum }).toEqual({ name, sum: targets });
      }
    });
  });

  test('errors are at most MaxErrors + MaxConcurrency, one fewer where reaching the limit halts', () => {
    everyRun((run) => {
      const { halt } = run.scenario.model.sections['rateControl']!;
      for (const { rollout, maxErrorsCount, maxConcurrencyCount } of commandsOf(run)) {
        const most = halt === 'exceeds' ? maxErrorsCount : Math.max(1, maxErrorsCount) - 1;
        expect(rollout.errorCount).toBeLessThanOrEqual(most + maxConcurrencyCount);
      }
    });
  });

  test('a command is halted exactly when its errors pass the limit', () => {
    everyRun((run) => {
      const { halt } = run.scenario.model.sections['rateControl']!;
      for (const { rollout, maxErrorsCount } of commandsOf(run)) {
        const limit = halt === 'exceeds' ? maxErrorsCount + 1 : Math.max(1, maxErrorsCount);
        expect(rollout.isHalted).toBe(rollout.errorCount >= limit);
      }
    });
  });

  test('at no instant are more invocations out than MaxConcurrency', () => {
    everyRun((run) => {
      for (const command of commandsOf(run)) {
        const changes = new Map<number, number>();
        const change = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by);
        for (let position = 0; position < command.rollout.sentCount; position += 1) {
          change(command.sentMs[position]!, 1);
          if (isTerminal(command.statusOf(position))) change(command.endedMs[position]!, -1);
        }
        let out = 0;
        let peak = 0;
        for (const [, by] of [...changes].sort(([a], [b]) => a - b)) {
          out += by;
          peak = Math.max(peak, out);
        }
        expect(out).toBe(command.rollout.inFlightCount);
        // What is over in the millisecond of its sending has held a slot all the same.
        expect(peak).toBeLessThanOrEqual(command.peakConcurrencyCount);
        expect(command.peakConcurrencyCount).toBeLessThanOrEqual(command.maxConcurrencyCount);
      }
    });
  });

  test('a finished command has no invocation that could still change', () => {
    everyRun((run) => {
      for (const command of commandsOf(run)) {
        if (command.finishedMs === null) continue;
        for (let position = 0; position < command.targetCount; position += 1) {
          if (!isTerminal(command.statusOf(position))) expect.fail(`${command.id}, target ${position}`);
        }
      }
    });
  });

  test('an invocation is sent, acknowledged, started and finished at most once each, in this order', () => {
    const steps = ['sent', 'acknowledged', 'started', 'finished'];
    everyRun(({ journal }) => {
      const reached = new Map<string, number>();
      for (const entry of journal) {
        const step = steps.indexOf(entry.event.replace('run-command/invocation-', ''));
        if (step < 0) continue;
        const key = `${entry['command']} ${entry.node}`;
        const before = reached.get(key) ?? -1;
        // Only an end may come early, but not before the sending.
        const isNext = step < 3 ? step === before + 1 : before >= 0 && before < 3;
        if (!isNext) expect.fail(`${key} is ${entry.event} after ${steps[before]}`);
        reached.set(key, step);
      }
    });
  });

  test('every status that an invocation ends with may follow the one that it had', () => {
    everyRun(({ journal }) => {
      const status = new Map<string, InvocationStatus>();
      for (const entry of journal) {
        const key = `${entry['command']} ${entry.node}`;
        if (entry.event === 'run-command/invocation-acknowledged') status.set(key, 'InProgress');
        if (entry.event !== 'run-command/invocation-finished') continue;
        const next = entry['status'] as InvocationStatus;
        const before = status.get(key) ?? 'Pending';
        if (!invocationStatusesNext[before].includes(next)) expect.fail(`${key}: ${before}, then ${next}`);
        status.set(key, next);
      }
    });
  });
});

describe('nodes', () => {
  test('managed and unmanaged make the total, online and connectionLost the managed', () => {
    everyRun((run) => {
      const prefixes = ['', ...run.scenario.fleet.map(({ name }) => `group.${name}.`)];
      for (const prefix of prefixes) {
        const count = (name: string) => run.number(`${prefix}nodes.${name}`);
        expect(count('managed') + count('unmanaged')).toBe(count('total'));
        expect(count('online') + count('connectionLost')).toBe(count('managed'));
        expect(count('lost')).toBeLessThanOrEqual(count('total'));
      }
    });
  });

  test('compliance says one of three things of each', () => {
    everyRun((run) => {
      const counts = ['compliant', 'nonCompliant', 'unspecified'].map((name) =>
        run.number(`compliance.${name}`),
      );
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
      expect(sumOf(counts)).toBe(run.number('nodes.total'));
    });
  });

  test('groups add up to the fleet', () => {
    everyRun((run) => {
      for (const name of run.metrics.keys()) {
        if (!/^(nodes|compliance|patched|exposure)\./.test(name) || name.endsWith('.percent')) continue;
        const groups = run.scenario.fleet.map((group) => run.number(`group.${group.name}.${name}`));
        expect(sumOf(groups)).toBeCloseTo(run.number(name), 6);
      }
    });
  });

  test('the four states sum to all nodes', () => {
    everyRun(({ result, number }) => {
      for (const state of ['upToDate', 'heldBack', 'waiting', 'missed'] as const) {
        expect(result.nodes.filter((node) => node.state === state).length).toBe(number(`nodes.${state}`));
      }
      expect(number('patched.nodes')).toBe(number('nodes.total') - number('nodes.missed'));
    });
  });

  test('the cause is null exactly for nodes that are up to date, and every other node has one', () => {
    everyRun(({ result, metrics, number }) => {
      const patched = result.nodes.filter(({ cause }) => cause === null);
      expect(patched.length).toBe(number('nodes.upToDate'));
      const named = result.nodes.filter(({ cause }) => causes.includes(cause as Cause));
      expect(patched.length + named.length).toBe(result.nodes.length);
      for (const cause of causes) {
        const counted = named.filter((node) => node.cause === cause).length;
        expect({ cause, counted }).toEqual({ cause, counted: metrics.get(`cause.${cause}`) });
      }
    });
  });

  test('exposure is never negative, nor more than all nodes for all of the time', () => {
    everyRun(({ scenario, number, outcome }) => {
      const hours = (scenario.endMs - scenario.startMs) / 3_600_000;
      const nodeHours = number('exposure.nodeHours');
      const patchHours = number('exposure.patchHours');
      expect(nodeHours).toBeGreaterThanOrEqual(0);
      expect(nodeHours).toBeLessThanOrEqual(number('nodes.total') * hours);
      expect(patchHours).toBeGreaterThanOrEqual(nodeHours);
      expect(patchHours).toBeLessThanOrEqual(nodeHours * outcome.scenario.patches.length);
    });
  });
});

describe('the run', () => {
  test('has every metric that the scenario’s expectations may name, and no other', () => {
    everyRun(({ scenario, metrics }) => expect([...metrics.keys()]).toEqual(metricNames(scenario)));
  });

  test('never goes back in time, and nothing happens at its end or later', () => {
    everyRun(({ journal, scenario }) => {
      let before = scenario.startMs;
      for (const { at, event } of journal) {
        const now = Date.parse(at);
        if (now < before || now >= scenario.endMs) expect.fail(`${event} at ${at}`);
        before = now;
      }
    });
  });

  test('gives the same bytes twice', () => {
    everyRun(({ result, journal }, index) => {
      const again = simulateYaml(scenarios[index]!);
      expect(firstDifference(journal, again.journal)).toBeNull();
      expect(JSON.stringify(again.result)).toBe(JSON.stringify(result));
    });
  });
});

function firstDifference(first: readonly JournalEntry[], second: readonly JournalEntry[]): string | null {
  for (let index = 0; index < Math.max(first.length, second.length); index += 1) {
    const [a, b] = [JSON.stringify(first[index]), JSON.stringify(second[index])];
    if (a !== b) return `${index}: ${a} became ${b}`;
  }
  return null;
}
