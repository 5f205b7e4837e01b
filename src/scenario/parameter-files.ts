/** Files that parameters of documents name: where they lie here, and what is in them. */
import { sourcesOf } from '../capability/sources.ts';
import type { Stack } from '../cloudformation/stack.ts';
import { describe } from '../diagnostics/plain-map.ts';
import type { Scenario } from '../world/scenario.ts';
import type { ScenarioContext } from './scenario-context.ts';
import type { Specs } from './specs.ts';
import { entriesOf } from './surroundings.ts';

/** `files`: what AWS would read from an address, and where it lies here. */
export function readFileAddresses(raw: unknown, context: ScenarioContext): Map<string, string> {
  const files = new Map<string, string>();
  for (const [address, path] of entriesOf(raw, ['files'], context)) {
    if (typeof path === 'string' && path !== '') files.set(address, path);
    else
      context.error(['files', address], 'bad-value', `expected the path of a file, found ${describe(path)}`);
  }
  return files;
}

/** What such a file holds is said by the parameter that names it. */
export function readParameterFiles(
  scenario: Scenario,
  { documents }: Specs,
  context: ScenarioContext,
): ReadonlyMap<string, ReadonlyMap<string, unknown>> {
  // Only what runs on nodes names files, and rules of a runbook are put together where a file asks for them.
  const onNodes = documents.filter(({ type }) => type === 'Command');
  const rules = onNodes.flatMap(({ parameters }) => Object.values(parameters ?? {}));
  const readers = new Set(rules.flatMap(({ file }) => file ?? []));
  const named = [...readers].map((reader) => {
    const addresses = sourcesOf(scenario).flatMap(({ parameters }) => parameters[reader.parameter] ?? []);
    const read = new Map(scenario.parameterFiles.get(reader.parameter));
    return { reader, addresses: new Set(addresses), read };
  });
  for (const [address, path] of context.fileAddresses) {
    const naming = named.filter(({ addresses }) => addresses.has(address));
    if (naming.length === 0) {
      const parameters = [...readers].map(({ parameter }) => `no ${parameter}`).join(' and ');
      context.warning(['files', address], 'unused-file', `${parameters} names this address`, { at: 'key' });
      continue;
    }
    const bytes = context.read(path);
    if (!(bytes instanceof Uint8Array)) {
      context.error(['files', address], 'unreadable-file', `expected a file to read: ${bytes.error}`);
      continue;
    }
    for (const { reader, read } of naming)
      read.set(address, reader.read(bytes, context.nameOf(path), context));
  }
  return new Map(named.map(({ reader, read }) => [reader.parameter, read]));
}

/** By parameter and then by address. */
export function filesMade({ files }: Stack): Map<string, Map<string, unknown>> {
  const made = new Map<string, Map<string, unknown>>();
  for (const { parameter, address, content } of files) {
    made.set(parameter, (made.get(parameter) ?? new Map()).set(address, content));
  }
  return made;
}
