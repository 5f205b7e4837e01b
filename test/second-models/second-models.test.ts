/**
 * Second models of whole situations, with their own chance and nothing of the simulator: every metric of the simulator,
 * causes included, has the same mean as theirs. `SECOND_MODELS=4000` runs them longer and prints the figures.
 */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { type Compared, compareWithModel, type Situation } from './agreement.ts';
import { hybridNodes } from './hybrid-nodes.ts';
import { patchStreams } from './patch-streams.ts';
import { prioritisedTasks } from './prioritised-tasks.ts';

vi.setConfig({ testTimeout: 1_200_000 });

const runs = Number(process.env['SECOND_MODELS'] ?? 200);
const seed = Number(process.env['SEED'] ?? 1);

const models: Record<string, Situation['model']> = {
  'prioritised-tasks': prioritisedTasks,
  'patch-streams': patchStreams,
  'hybrid-nodes': hybridNodes,
};

for (const [name, model] of Object.entries(models)) {
  test(name, () => {
    const yaml = readFileSync(new URL(`${name}.yaml`, import.meta.url), 'utf8');
    const compared = compareWithModel({ yaml, model }, runs, seed);
    if (process.env['SECOND_MODELS'] !== undefined) print(name, compared);
    expect(compared.filter(({ errors }) => !(errors < 4))).toEqual([]);
  });
}

/** What a person wants to see of a long run: how many metrics there are, the causes, and whatever differs most. */
function print(name: string, compared: readonly Compared[]): void {
  const moving = compared.filter(({ simulated, model }) => simulated !== 0 || model !== 0);
  const byErrors = [...moving].sort((one, other) => other.errors - one.errors);
  const causes = moving.filter(({ metric }) => /^(cause|unmanaged)\./.test(metric));
  const line = ({ metric, simulated, model, errors }: Compared) =>
    `  ${metric}: ${simulated.toFixed(4)} and ${model.toFixed(4)}, ${errors.toFixed(2)} standard errors`;
  const beyond = moving.filter(({ errors }) => !(errors < 3)).length;
  console.log(
    [
      `${name}, ${runs} runs, seed ${seed}: ${compared.length} metrics, ${moving.length} of them not always 0, ${beyond} beyond 3`,
      ...causes.map(line),
      'differing most:',
      ...byErrors.slice(0, 12).map(line),
    ].join('\n'),
  );
}
