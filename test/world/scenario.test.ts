import { expect, test } from 'vitest';
import { distributionsOf } from '../../src/world/scenario.ts';
import { scenarioOf } from '../scenario/load-text.ts';

const head = 'start: 2025-01-01\nend: 1d\nfleet: { web: { count: 1, os: UBUNTU } }\n';

test.each([
  'model: { patching: { scan: GAMMA } }',
  'model: { byOs: { UBUNTU: { agent: { registration: GAMMA } } } }',
  'model: { documents: { mine: { run: GAMMA } } }',
  'patches: { p: { os: UBUNTU, released: 2025-01-01, install: GAMMA } }',
  'patchStreams: { s: { os: UBUNTU, every: GAMMA } }',
  'faults: [{ every: GAMMA, action: reboot }]',
  'faults: [{ at: 2025-01-01, action: stop, for: GAMMA }]',
])('a distribution is found where it stands: %s', (part) => {
  const text = head + part.replace('GAMMA', '{ gamma: { mean: 7h, sd: 1h } }');
  expect(distributionsOf(scenarioOf(text))).toContainEqual({
    family: 'gamma',
    mean: 25_200_000,
    sd: 3_600_000,
  });
});
