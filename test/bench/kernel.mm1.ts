/** M/M/1 at a load of 0.8: a million customers, two events and two sound draws each. */
import { samplerOf } from '../../src/kernel/distributions.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { RandomStreams } from '../../src/kernel/random.ts';

const customerCount = 1_000_000;

const streams = new RandomStreams('mm1');
const arrivals = streams.stream('arrivals');
const services = streams.stream('services');
const arrival = samplerOf({ family: 'exponential', mean: 1_250_000 });
const service = samplerOf({ family: 'exponential', mean: 1_000_000 });
const kernel = new Kernel({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER, eventCountMax: 2 * customerCount });
/** Customers are served in the order of their numbers, so the queue is a pair of counts. */
const arrivedAtMs = new Float64Array(customerCount);
let arrivedCount = 0;
let servedCount = 0;
let isBusy = false;
let waitedMs = 0;

function serveNext(): void {
  isBusy = servedCount < arrivedCount;
  if (!isBusy) return;
  waitedMs += kernel.nowMs - arrivedAtMs[servedCount]!;
  kernel.schedule(kernel.nowMs + service.durationMs(services, servedCount, 0), departed);
  servedCount += 1;
}

const arrived = kernel.on('arrived', (customer) => {
  arrivedAtMs[customer] = kernel.nowMs;
  arrivedCount += 1;
  const next = customer + 1;
  if (next < customerCount) {
    kernel.schedule(kernel.nowMs + arrival.durationMs(arrivals, next, 0), arrived, next);
  }
  if (!isBusy) serveNext();
});
const departed = kernel.on('departed', serveNext);

const startedAt = performance.now();
kernel.schedule(arrival.durationMs(arrivals, 0, 0), arrived, 0);
const { eventCount } = kernel.run();
const seconds = (performance.now() - startedAt) / 1000;
const meanWait = waitedMs / customerCount / 1_000_000;
console.log(JSON.stringify({ eventsPerSecond: Math.round(eventCount / seconds), meanWait }));
