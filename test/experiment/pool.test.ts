/** The pool when things go wrong in it. That it gives the same bytes when they do not: test/cli/replications.test.ts. */

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { withCapabilities } from '../../src/capability/registry.ts';
import { createPool } from '../../src/experiment/pool.ts';
import { exactly } from '../../src/experiment/stopping.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { replicated } from '../support/replicated.ts';

const script = fileURLToPath(new URL('../fixtures/dying-thread.cjs', import.meta.url));

test.each([1, 2, 3])(
  'a thread that dies ends the replications with the number of the one it was at, with %i jobs',
  async (jobs) => {
    const pool = createPool({ script, jobs, variants: [] });
    const variant = { scenario: withCapabilities({} as Scenario, capabilities), metrics: ['nodes.total'] };
    const replications = replicated({
      variants: [variant],
      first: 0,
      nextLook: exactly(100),
      workplace: async () => pool,
      onProgress: () => {},
      signal: new AbortController().signal,
      nowMs: () => 0,
    });
    try {
      await expect(replications).rejects.toMatchObject({ failure: { replication: 17, reason: 'died' } });
    } finally {
      await pool.close();
    }
  },
  20_000,
);
