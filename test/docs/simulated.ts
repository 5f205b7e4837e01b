/** What is simulated and what is not, for `docs/simulated.md`. */
import { unsimulatedCalls } from '../../src/aws/not-simulated.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import type { AnyCallSpec } from '../../src/cloudformation/call-spec.ts';
import type { AnyResourceSpec } from '../../src/cloudformation/resource-spec.ts';
import { specsOf } from '../../src/scenario/specs.ts';
import { table } from './fields.ts';

const { resources, calls, documents } = specsOf(capabilities);
const nameOf = (spec: AnyResourceSpec | AnyCallSpec) => ('type' in spec ? spec.type : spec.call);
const code = (text: string) => `\`${text}\``;

export const simulatedBlocks: Readonly<Record<string, () => string>> = {
  'simulated types and calls': () =>
    table(
      ['type or call', 'is'],
      [...resources, ...calls].map((spec) => [`[${code(nameOf(spec))}](${spec.page})`, spec.is]),
    ),
  'simulated documents': () =>
    documents
      .filter(({ parameters }) => parameters !== null)
      .map(({ name }) => code(name))
      .join(', '),
  'calls not simulated': () =>
    table(
      ['belongs to', 'calls', 'instead'],
      unsimulatedCalls.map(({ of, names, instead }) => [of, names.map(code).join(', '), instead]),
    ),
  'documents not simulated': () =>
    table(
      ['document', 'instead'],
      documents.flatMap(({ name, parameters, instead = '' }) =>
        parameters === null ? [[code(name), `use ${instead}`]] : [],
      ),
    ),
  'keys without effect': () =>
    table(
      ['of', 'key', 'without it', 'instead'],
      [...resources, ...calls].flatMap((spec) =>
        Object.entries(spec.withoutEffect ?? {}).map(([key, { touches, instead }]) => [
          code(nameOf(spec)),
          code(key.split('.').at(-1)!),
          touches,
          instead,
        ]),
      ),
    ),
};
