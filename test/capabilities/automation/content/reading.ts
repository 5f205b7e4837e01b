/** A runbook from YAML text, and what is said of it. */
import { readRunbook } from '../../../../src/capabilities/automation/content/automation-type.ts';
import type { Runbook } from '../../../../src/capabilities/automation/content/runbook.ts';
import { Positions } from '../../../../src/diagnostics/positions.ts';
import { Problems } from '../../../../src/diagnostics/problem.ts';
import type { LoadContext } from '../../../../src/fields/context.ts';
import { readYaml } from '../../../../src/scenario/read-yaml.ts';

export interface Said {
  readonly runbook: Runbook | undefined;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Of a document as plain data. */
export function readData(data: unknown): Said {
  const [errors, warnings]: [string[], string[]] = [[], []];
  const context = {
    error: (path, _code, message, options) => errors.push(lineOf(path, message, options?.help)),
    warning: (path, _code, message, options) => warnings.push(lineOf(path, message, options?.help)),
  } as Partial<LoadContext> as LoadContext;
  return { runbook: readRunbook(data, { path: [], context }), errors, warnings };
}

function lineOf(path: readonly (string | number)[], message: string, help?: string): string {
  return `${path.join('.')}: ${message}${help === undefined ? '' : ` (${help})`}`;
}

export function plainData(text: string): unknown {
  const read = readYaml(
    new TextEncoder().encode(text),
    'runbook.yaml',
    new Positions(),
    new Problems(),
    new Map(),
  );
  if (read === undefined) throw new Error(`no YAML: ${text}`);
  return read.data;
}

export function readText(text: string): Said {
  return readData(plainData(text));
}

interface Written {
  readonly steps?: string;
  readonly parameters?: string;
  readonly more?: string;
}

export const sleep = (name: string, more = '') =>
  `{ name: ${name}, action: "aws:sleep", inputs: { Duration: PT1M }${more} }`;

/** With as much around it as it needs. */
export function readWith({ steps = sleep('wait'), parameters = '{}', more = '' }: Written): Said {
  return readText(
    `{ schemaVersion: "0.3", parameters: ${parameters}, mainSteps: [${steps}]${more === '' ? '' : `, ${more}`} }`,
  );
}
