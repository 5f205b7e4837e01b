/** `fleetsim.explanation/1`, `fleetsim.explanations/1` and `fleetsim.walk/1`: what `explain` prints as JSON, of one node, of all or of an execution. */
import { capabilities as simulated } from '../../capabilities/index.ts';
import type { AnyCapability } from '../../capability/capability.ts';
import { causesOf } from '../../capability/causes.ts';
import { linksOf } from '../../capability/links.ts';
import { refusedSchema } from '../../capability/refused-walk.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import { flag, listOf, orNothing, text, textOrNothing } from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema, reference } from '../../fields/json-schema.ts';

const whole: JsonSchema = { type: 'integer' };
const date: JsonSchema = { type: 'string', format: 'date-time' };
const dateOrNothing: JsonSchema = { type: ['string', 'null'], format: 'date-time' };
const cause = reference('cause');

function told(schema: JsonSchema, description: string): JsonSchema {
  return { ...schema, description };
}

function word(...words: readonly string[]): JsonSchema {
  return { type: 'string', enum: words };
}

export function explanationSchema(capabilities: readonly AnyCapability[] = simulated): JsonSchema {
  const links = linksOf(capabilities);
  const details: Record<string, JsonSchema> = Object.assign({}, ...links.map(({ schemas }) => schemas ?? {}));
  return {
    $schema: draft,
    title:
      'What fleetsim explain --json prints, of one node, with --all of all that are not patched, with --execution of an execution',
    oneOf: [reference('explanation'), reference('explanations'), reference('walk')],
    definitions: {
      cause: word(...causesOf(capabilities).ids),
      link: linkSchema(
        links.map(({ name }) => name),
        [...Object.keys(details), 'step'],
      ),
      ...details,
      step,
      change,
      remedy,
      chance,
      explanation,
      explanations,
      walk: walkSchema(capabilities),
    },
  };
}

function linkSchema(names: readonly string[], details: readonly string[]): JsonSchema {
  return exactly({
    link: word(...names),
    state: told(
      word('ok', 'blocks', 'not reached', 'failed', 'unknown'),
      'not reached: the chain broke before it. failed: it went wrong, and is no cause of its own. unknown: nothing in the run says.',
    ),
    causes: told(listOf(cause), 'Of the blocking causes, those that this link stands for.'),
    found: listOf(text),
    needed: told(textOrNothing, 'What would have been needed; null where nothing is.'),
    console: told(text, 'What the AWS console shows.'),
    cli: told(text, 'The line of the AWS CLI that checks it on a real account.'),
    page: told({ type: 'string', format: 'uri' }, 'The page of AWS that says so.'),
    details: listOf({ oneOf: details.map(reference) }),
  });
}

const step = exactly({
  kind: { const: 'step' },
  at: date,
  event: told(text, 'As in the journal.'),
  text,
  exitCode: { type: ['integer', 'null'] },
});

const change = exactly({
  text,
  cause,
  kind: word('configuration', 'operator action', 'schedule', 'time'),
  set: told(listOf(exactly({ key: text, value: text })), 'What --set takes.'),
});

const remedy = told(
  exactly({
    changes: listOf(reference('change')),
    summary: text,
    proof: exactly({
      isPatched: flag,
      isManaged: flag,
      compliance: text,
      patchedAt: dateOrNothing,
      remainingCause: orNothing(cause),
    }),
  }),
  'The whole set of changes that is needed, and the run that shows that it is.',
);

const number: JsonSchema = { type: 'number' };
const chance = told(
  exactly({ share: number, low: number, high: number, replications: whole }),
  'The share of replications in which this node is patched, with its 95% interval.',
);

export const ofRun: Readonly<Record<string, JsonSchema>> = {
  fleetsim: told(text, 'The version.'),
  scenario: exactly({
    name: text,
    file: told(text, 'Without its folder.'),
    sha256: told(text, 'Of everything read, after --set.'),
  }),
  overrides: told({ type: 'object' }, 'What --set gave.'),
  seed: text,
  replication: told(whole, '0 is the plain run.'),
  at: told(date, 'The instant that is explained: the end of the run, or --at.'),
};

const explanation = exactly({
  schema: { const: 'fleetsim.explanation/1' },
  ...ofRun,
  node: exactly({
    name: text,
    id: text,
    group: text,
    os: text,
    tags: told({ type: 'object', additionalProperties: text }, 'As they stand at `at`.'),
  }),
  isPatched: flag,
  state: told(text, 'upToDate, heldBack, waiting or missed.'),
  patchedAt: told(dateOrNothing, 'Null: it is not, or it was before the run began.'),
  lastChance: told(
    dateOrNothing,
    'The last time that an Install meant it; prerequisites are told as of then.',
  ),
  hasPatches: told(flag, 'The file has patches for its operating system.'),
  cause: told(orNothing(cause), 'Null exactly for a node that is up to date.'),
  pingStatus: told({ enum: ['Online', 'ConnectionLost', null] }, 'Null: not managed.'),
  unmanagedCause: told(orNothing(cause), 'Null exactly for a managed node.'),
  awaySince: told(
    dateOrNothing,
    'Since when it is ConnectionLost or not managed; null: it is Online, or since before the run began.',
  ),
  blocking: told(
    listOf(cause),
    'Everything that blocks, in order; of a node that is up to date, what it lacks at `at` to be managed and patched.',
  ),
  links: listOf(reference('link')),
  remedy: orNothing(reference('remedy')),
  chance: orNothing(reference('chance')),
});

const groupOfCause = exactly({
  cause,
  count: whole,
  nodes: told(listOf(text), 'The first twenty.'),
  remedies: listOf(exactly({ text, fixes: told(whole, 'How many nodes it fixes.') })),
});

const explanations = exactly({
  schema: { const: 'fleetsim.explanations/1' },
  ...ofRun,
  nodes: whole,
  states: told({ type: 'object', additionalProperties: whole }, 'How many nodes are in each state.'),
  hasPatches: told(flag, 'The file has patches.'),
  groups: told(
    listOf(groupOfCause),
    'Nodes that are not up to date; those causes with the most nodes first.',
  ),
  unmanaged: told(
    listOf(groupOfCause),
    'Nodes that are not managed, whatever they lack; those causes with the most nodes first.',
  ),
});

function walkSchema(capabilities: readonly AnyCapability[]): JsonSchema {
  const walked = capabilities.flatMap((capability) =>
    capability.open(({ walks }): Pick<WalkSpec<never>, 'option' | 'schema'>[] =>
      walks === undefined ? [] : [walks],
    ),
  );
  // What several capabilities walk through by one option is of one of their shapes.
  const data = Object.fromEntries(
    walked.map(({ option }): [string, JsonSchema] => {
      const shapes = walked.filter((one) => one.option === option).map(({ schema }) => schema);
      return [option, told({ anyOf: [...shapes, refusedSchema] }, 'As in the result of a run.')];
    }),
  );
  return exactly({ schema: { const: 'fleetsim.walk/1' }, ...ofRun, ...data });
}
