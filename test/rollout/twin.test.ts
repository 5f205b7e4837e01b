/** The simulator and a second, independent model of the rollout agree in distribution. */
import { describe, expect, test, vi } from 'vitest';
import { tallyOfCommand } from '../../src/capabilities/run-command/tally.ts';
import { commandsOf } from '../support/machines.ts';
import { type RolloutOptions, replicateRollout } from '../support/rollout.ts';
import { replicate } from '../support/simulate.ts';
import { expectSameMean, twoSampleDistance } from '../support/statistics.ts';
import {
  constant,
  exponential,
  lognormal,
  sumOfDraws,
  type TwinSettings,
  twinRollout,
  uniform,
  xorshift,
} from './twin.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const replications = 300;
const figures = [
  'minutes',
  'succeeded',
  'failed',
  'timedOut',
  'undeliverable',
  'started',
  'notStarted',
  'errors',
  'peakConcurrency',
] as const;
type Figures = Record<(typeof figures)[number], number>;

function expectAgreement(simulated: readonly Figures[], settings: TwinSettings): void {
  const random = xorshift(20_250_105);
  const twin = simulated.map((): Figures => twinRollout(settings, random));
  for (const figure of figures) {
    const first = simulated.map((one) => one[figure]);
    const second = twin.map((one) => one[figure]);
    const distance = twoSampleDistance(first, second);
    expect({ figure, distance, isClose: distance < 2.2 }).toMatchObject({ figure, isClose: true });
    expectSameMean(first, second);
  }
}

describe('runs of one document', () => {
  const cases: {
    says: string;
    options: Omit<RolloutOptions, 'nodes' | 'maxConcurrency' | 'maxErrors' | 'dispatch'>;
    settings: TwinSettings;
  }[] = [
    {
      says: 'sliding, exponential runs, one in five fails',
      options: { run: '{ exponential: { mean: 5m } }', fails: '20%' },
      settings: {
        targets: 60,
        maxConcurrency: 8,
        maxErrors: 6,
        dispatch: 'sliding',
        delivery: constant(0),
        run: exponential(300),
        fails: 0.2,
      },
    },
    {
      says: 'sliding, runs of one length: whole waves are counted first',
      options: { run: '5m', fails: '20%' },
      settings: {
        targets: 60,
        maxConcurrency: 8,
        maxErrors: 6,
        dispatch: 'sliding',
        delivery: constant(0),
        run: constant(300),
        fails: 0.2,
      },
    },
    {
      says: 'ramp, slow deliveries, some failures',
      options: {
        delivery: '{ uniform: { min: 1s, max: 20s } }',
        run: '{ lognormal: { mean: 3m, sd: 2m } }',
        fails: '5%',
      },
      settings: {
        targets: 80,
        maxConcurrency: 20,
        maxErrors: 4,
        dispatch: 'ramp',
        delivery: uniform(1, 20),
        run: lognormal(180, 120),
        fails: 0.05,
      },
    },
    {
      says: 'ramp that loses its patience',
      options: {
        delivery: '{ exponential: { mean: 10s } }',
        ackPatience: '12s',
        run: '{ lognormal: { mean: 1m, sd: 1m } }',
        fails: '10%',
      },
      settings: {
        targets: 70,
        maxConcurrency: 30,
        maxErrors: 5,
        dispatch: 'ramp',
        patience: 12,
        delivery: exponential(10),
        run: lognormal(60, 60),
        fails: 0.1,
      },
    },
    {
      says: 'ramp whose runs are over before the next batch goes',
      options: {
        delivery: '{ uniform: { min: 5s, max: 30s } }',
        run: '{ exponential: { mean: 2s } }',
        fails: '10%',
      },
      settings: {
        targets: 70,
        maxConcurrency: 12,
        maxErrors: 8,
        dispatch: 'ramp',
        delivery: uniform(5, 30),
        run: exponential(2),
        fails: 0.1,
      },
    },
    {
      says: 'batches under the guides’ halt',
      options: { run: '{ lognormal: { mean: 3m, sd: 3m } }', fails: '10%', halt: 'reaches' },
      settings: {
        targets: 60,
        maxConcurrency: 10,
        maxErrors: 5,
        dispatch: 'batch',
        halt: 'reaches',
        delivery: constant(0),
        run: lognormal(180, 180),
        fails: 0.1,
      },
    },
    {
      says: 'timeouts of delivery and of execution',
      options: {
        delivery: '{ exponential: { mean: 15s } }',
        timeoutSeconds: 30,
        run: '{ exponential: { mean: 4m } }',
        executionTimeout: 600,
        fails: '3%',
      },
      settings: {
        targets: 60,
        maxConcurrency: 10,
        maxErrors: 6,
        dispatch: 'ramp',
        delivery: exponential(15),
        deliveryTimeout: 30,
        run: exponential(240),
        executionTimeout: 600,
        fails: 0.03,
      },
    },
  ];

  test.each(cases)('$says', ({ options, settings }) => {
    const { targets: nodes, maxConcurrency, maxErrors, dispatch } = settings;
    const rollout = { ...options, nodes, maxConcurrency, maxErrors, dispatch, seed: 'twin' };
    const simulated = replicateRollout(rollout, replications).map(({ tally, minutes }) => ({
      ...tally,
      minutes,
    }));
    expectAgreement(simulated, settings);
  });
});

describe('AWS-RunPatchBaseline', () => {
  const patching = (dispatch: TwinSettings['dispatch'], lost: string) => `
start: 2025-01-01T00:00:00Z
end: 20d
fleet:
  web: { count: 60, os: AMAZON_LINUX_2, tags: { Role: web } }
patches:
  ALAS2-2024-0001:
    os: [AMAZON_LINUX_2]
    classification: Security
    severity: Critical
    packages: [openssl]
    released: 2024-11-01T00:00:00Z
    install: { lognormal: { mean: 2m, sd: 1m } }
    fails: 4%
    breaks: 6%
model:
  rateControl: { dispatch: ${dispatch} }
  runCommand: { delivery: { uniform: { min: 1s, max: 9s } } }
  patching:
    scan: { exponential: { mean: 30s } }
    reboot: { lognormal: { mean: 4m, sd: 2m } }
    installFails: 0%
    rebootFails: 0%
faults:
  - { id: dead, at: 2025-01-01T00:00:00Z, nodes: { group: web, share: ${lost} }, action: stopAgent }
actions:
  - id: install
    at: 2025-01-02T00:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Install], RebootOption: [RebootIfNeeded], StepTimeoutSeconds: ["3600"] }
      TimeoutSeconds: 600
      MaxConcurrency: "8"
      MaxErrors: "3"
`;

  test.each(['ramp', 'sliding', 'batch'] as const)(
    'scans, installs, reboots, bricks and loses: %s',
    (dispatch) => {
      const simulated = replicate(patching(dispatch, '10%'), replications, (outcome) => {
        const tally = tallyOfCommand(commandsOf(outcome)[0]!);
        expect(tally.unfinished).toBe(0);
        return { ...tally, minutes: (tally.lastEndedMs! - tally.firstSentMs!) / 60_000 };
      });
      expectAgreement(simulated, {
        targets: 60,
        maxConcurrency: 8,
        maxErrors: 3,
        dispatch,
        delivery: uniform(1, 9),
        run: sumOfDraws(exponential(30), lognormal(120, 60)),
        fails: 0.04,
        breaks: 0.06,
        reboot: lognormal(240, 120),
        lost: 0.1,
        deliveryTimeout: 600,
        executionTimeout: 3600,
      });
    },
  );
});
