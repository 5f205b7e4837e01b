/**
 * Whole simulations of large fleets: seconds from a cold start, memory, and how much time a node costs once the program
 * is warm, which should not depend on how many there are.
 */
const sizes = [1_000, 10_000, 100_000, 1_000_000];
const yearNodes = 10_000;

/** `run` starts `fleet.ts` with these arguments and returns what it prints. */
export function measureFleets(words, run) {
  const isWanted = (name) => words.every((word) => name.includes(word));
  const rows = sizes
    .map((size) => ({ name: `fleet: one window over ${size} nodes`, size }))
    .filter(({ name }) => isWanted(name))
    .map(({ name, size }) => ({ name, size, ...run(String(size), 'warm') }));
  const fastest = Math.min(...rows.map(({ microsecondsPerNode }) => microsecondsPerNode));
  const table = rows.map(({ name, size, seconds, bytesPerNode, microsecondsPerNode }) => ({
    name,
    seconds: Number(seconds.toFixed(2)),
    'bytes a node': bytesPerNode,
    'µs a node, warm': Number(microsecondsPerNode.toFixed(1)),
    'times the fastest': Number((microsecondsPerNode / fastest).toFixed(1)),
    target: size === sizes.at(-1) ? '<= 6 s, 600 bytes, 2 times' : '<= 2 times',
  }));
  const year = `fleet: a year of weekly windows over ${yearNodes} nodes`;
  if (isWanted(year)) {
    const { seconds } = run(String(yearNodes), 'year');
    table.push({ name: year, seconds: Number(seconds.toFixed(2)), target: '<= 60 s' });
  }
  return table;
}
