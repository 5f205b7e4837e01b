/**
 * Queues whose waiting times are known in closed form, on the bare kernel. Service takes 1,000 s on average, so that whole
 * milliseconds are fine grain; the load is one half. Limits are four standard errors, the error by batch means.
 */
import { describe, expect, test } from 'vitest';
import { type Distribution, type Sampler, samplerOf } from '../../src/kernel/distributions.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { RandomStreams } from '../../src/kernel/random.ts';
import { momentsOf } from './statistics.ts';

const serviceMs = 1_000_000;

interface Waits {
  /** One a customer, in the order of arrival. */
  readonly waitsMs: Float64Array;
  readonly sojournsMs: Float64Array;
  readonly durationMs: number;
  /** Time integral of the number present. */
  readonly presentMs: number;
}

/** First come, first served by any of the servers. */
function simulateQueue(options: {
  readonly seed: string;
  readonly arrival: Sampler;
  readonly service: Sampler;
  readonly serverCount: number;
  readonly customerCount: number;
}): Waits {
  const { arrival, service, serverCount, customerCount } = options;
  const streams = new RandomStreams(options.seed);
  const arrivals = streams.stream('arrivals');
  const services = streams.stream('services');
  const kernel = new Kernel({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER, eventCountMax: 3 * customerCount });
  const arrivedAtMs = new Float64Array(customerCount);
  const waitsMs = new Float64Array(customerCount);
  const sojournsMs = new Float64Array(customerCount);
  let nextToServe = 0;
  let arrivedCount = 0;
  let freeCount = serverCount;
  let presentCount = 0;
  let presentMs = 0;
  let changedAtMs = 0;

  const changePresent = (by: number) => {
    presentMs += presentCount * (kernel.nowMs - changedAtMs);
    changedAtMs = kernel.nowMs;
    presentCount += by;
  };
  const serve = () => {
    if (freeCount === 0 || nextToServe === arrivedCount) return;
    freeCount -= 1;
    waitsMs[nextToServe] = kernel.nowMs - arrivedAtMs[nextToServe]!;
    kernel.schedule(kernel.nowMs + service.durationMs(services, nextToServe, 0), departed, nextToServe);
    nextToServe += 1;
  };
  const arrived = kernel.on('arrived', (customer) => {
    arrivedAtMs[customer] = kernel.nowMs;
    arrivedCount += 1;
    changePresent(1);
    const next = customer + 1;
    if (next < customerCount)
      kernel.schedule(kernel.nowMs + arrival.durationMs(arrivals, next, 0), arrived, next);
    serve();
  });
  const departed = kernel.on('departed', (customer) => {
    sojournsMs[customer] = kernel.nowMs - arrivedAtMs[customer]!;
    freeCount += 1;
    changePresent(-1);
    serve();
  });
  kernel.schedule(arrival.durationMs(arrivals, 0, 0), arrived, 0);
  kernel.run();
  return { waitsMs, sojournsMs, durationMs: kernel.nowMs, presentMs };
}

/** Mean wait in units of the mean service, and its standard error from 50 batches. */
function meanWait(waits: Waits): { mean: number; standardError: number } {
  const settled = waits.waitsMs.subarray(2000);
  const batchSize = Math.floor(settled.length / 50);
  const means = Array.from(
    { length: 50 },
    (_, batch) => momentsOf(settled.subarray(batch * batchSize, (batch + 1) * batchSize)).mean / serviceMs,
  );
  const { mean, sd } = momentsOf(means);
  return { mean, standardError: sd / Math.sqrt(50) };
}

const exponential = (mean: number): Distribution => ({ family: 'exponential', mean });
const customerCount = 202_000;

describe.each([
  { queue: 'M/M/1', service: exponential(serviceMs), serverCount: 1, says: 'rho / (1 - rho)', wait: 1 },
  {
    queue: 'M/D/1',
    service: { family: 'constant', value: serviceMs } satisfies Distribution,
    serverCount: 1,
    says: 'half as long as with exponential service',
    wait: 0.5,
  },
  {
    queue: 'M/G/1',
    service: { family: 'lognormal', mean: serviceMs, sd: 0.5 * serviceMs } satisfies Distribution,
    serverCount: 1,
    says: 'rho (1 + cv^2) / (2 (1 - rho)), Pollaczek and Khinchine',
    wait: 0.625,
  },
  // Erlang C for 3 servers and 1.5 erlang: 0.5625/2.375 = 9/38, divided by 3 (1 - rho).
  {
    queue: 'M/M/3',
    service: exponential(serviceMs),
    serverCount: 3,
    says: 'as Erlang says',
    wait: 9 / 38 / 1.5,
  },
])('$queue', ({ queue, service, serverCount, says, wait }) => {
  const waits = simulateQueue({
    seed: '20250105',
    arrival: samplerOf(exponential((2 * serviceMs) / serverCount)),
    service: samplerOf(service),
    serverCount,
    customerCount,
  });

  test(`waits ${says}`, () => {
    const { mean, standardError } = meanWait(waits);
    expect(standardError / wait).toBeLessThan(0.02);
    expect(Math.abs(mean - wait) / standardError, `${queue} ${mean} ± ${standardError}`).toBeLessThan(4);
  });

  test('has as many customers in it as arrive while one stays: Little, exactly', () => {
    // Present-milliseconds counted over time and over customers are the same whole number.
    expect(waits.presentMs).toBe(waits.sojournsMs.reduce((sum, sojourn) => sum + sojourn, 0));
    expect(waits.durationMs).toBeGreaterThan(0);
  });
});
