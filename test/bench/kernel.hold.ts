/**
 * The hold model: of N pending events the earliest happens and is scheduled again, an exponential time later. Measures
 * the queue, the loop and one sound draw together. N is the first argument.
 */
import { samplerOf } from '../../src/kernel/distributions.ts';
import { Kernel } from '../../src/kernel/kernel.ts';
import { RandomStreams } from '../../src/kernel/random.ts';

const pendingCount = Number(process.argv[2]);
const warmUpCount = 1_000_000;
const eventCount = 5_000_000;

const stream = new RandomStreams('hold').stream('hold');
const sampler = samplerOf({ family: 'exponential', mean: 1_000_000 });
const occurrences = new Int32Array(pendingCount);
const kernel = new Kernel({
  startMs: 0,
  endMs: Number.MAX_SAFE_INTEGER,
  eventCountMax: warmUpCount + eventCount,
});
let happenedCount = 0;
let startedAt = 0;

const held = kernel.on('held', (subject) => {
  happenedCount += 1;
  if (happenedCount === warmUpCount) startedAt = performance.now();
  const occurrence = occurrences[subject]!;
  occurrences[subject] = occurrence + 1;
  kernel.schedule(kernel.nowMs + sampler.durationMs(stream, subject, occurrence), held, subject);
});
for (let subject = 0; subject < pendingCount; subject += 1) {
  kernel.schedule(sampler.durationMs(stream, subject, -1), held, subject);
}
kernel.run();
const seconds = (performance.now() - startedAt) / 1000;
console.log(JSON.stringify({ eventsPerSecond: Math.round(eventCount / seconds) }));
