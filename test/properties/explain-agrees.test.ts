/** What `explain` says of a node of every kind is what the result of the run says of it, in scenarios as wild as the format allows. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { renderText } from '../../src/blocks/text.ts';
import { explainNode } from '../../src/explain/explain.ts';
import type { Explanation } from '../../src/explain/explanation.ts';
import { explanationBlocks } from '../../src/reports/explain.ts';
import { stateWord } from '../../src/reports/explain-in-words.ts';
import { words } from '../explain/explained.ts';
import { loadYaml, type Simulated, simulateYaml } from '../support/simulate.ts';
import { anyScenario, yamlOf } from './scenarios.ts';

// Two runs for each node: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 240_000 });

type NodeResult = Simulated['result']['nodes'][number];

const scenarios = fc.sample(anyScenario, { numRuns: 25, seed: 12 }).map(yamlOf);
const runs = scenarios.map((text) => ({ text, run: simulateYaml(text) }));

function linesOf(explanation: Explanation): string[] {
  const context = { repeat: 'fleetsim explain test.yaml', words };
  return renderText(explanationBlocks(explanation, context), { color: false, width: 100_000 })
    .trimEnd()
    .split('\n');
}

/** Of the last line. */
function managedWords({ name, managed, pingStatus, unmanagedCause }: NodeResult): RegExp {
  if (!managed) return new RegExp(`^${name} is not managed.*: ${unmanagedCause}\\.$`);
  if (pingStatus === 'Online') return new RegExp(`^${name} is managed: Online\\.$`);
  return new RegExp(`^${name} is managed, but ConnectionLost: `);
}

function expectAgreement(explanation: Explanation, node: NodeResult): void {
  const { name, state, cause, pingStatus, unmanagedCause } = node;
  expect({ name, ...explanation }).toMatchObject({ name, state, cause, pingStatus, unmanagedCause });
  const [, , verdict = '', ...lines] = linesOf(explanation);
  expect(lines.at(-1)).toMatch(managedWords(node));
  if (!explanation.hasPatches) return;
  expect(verdict).toContain(`${name} ${state === 'missed' ? 'was' : 'is'} ${stateWord(state)}`);
  if (cause !== null) expect(verdict).toContain(`: ${cause} (`);
}

/** One of each state, cause and ping status: an explanation takes runs of its own. */
function examplesIn({ result }: Simulated): NodeResult[] {
  const kindOf = ({ state, cause, pingStatus }: NodeResult) => `${state} ${cause} ${pingStatus}`;
  return [...new Map(result.nodes.map((node) => [kindOf(node), node])).values()];
}

test('state, cause and whether it is managed are those of the result, in the words too', () => {
  for (const { text, run } of runs) {
    const given = { ...loadYaml(text), file: 'test.yaml', version: '0.0.0' };
    for (const node of examplesIn(run)) {
      const explanation = explainNode(given, node.name);
      if ('problem' in explanation) throw new Error(`${explanation.problem} in the scenario\n${text}`);
      expectAgreement(explanation, node);
    }
  }
});

test('the scenarios have nodes of every state, managed and not, under many causes', () => {
  const nodes = runs.flatMap(({ run }) => run.result.nodes);
  expect(new Set(nodes.map(({ state }) => state)).size).toBe(4);
  expect(new Set(nodes.map(({ pingStatus }) => pingStatus)).size).toBe(3);
  expect(new Set(nodes.map(({ cause }) => cause)).size).toBeGreaterThan(12);
  expect(nodes.length).toBeGreaterThan(200);
});
