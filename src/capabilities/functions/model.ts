/** `model.functions.<Name>`: what a function or a state machine does, as far as a simulation needs to know. */
import * as z from 'zod/mini';
import { type ModelMap, modelMapIn } from '../../capability/model.ts';
import { distribution } from '../../fields/distribution-field.ts';
import {
  anything,
  boolean,
  described,
  type Field,
  integer,
  map,
  text,
  withDefault,
} from '../../fields/fields.ts';
import { share } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';

/** Exactly one of them. */
export interface Then {
  readonly notify?: string | undefined;
  readonly fails?: number | undefined;
  readonly answer?: unknown;
}

/** Counts events that follow each other. Defaults are those of a function that watches installs. */
export interface Count {
  /** The field of an event's detail by whose value it counts: one count for each. */
  readonly by: string;
  /** The value of `field` that counts. */
  readonly of: string;
  readonly inARow: number;
  readonly field: string;
  /** The value of `field` that ends a row; any other is passed over. */
  readonly resetBy: string;
  /** Of events that name a document: which one. */
  readonly document: string;
  /** Whether runs that only scan are counted too. */
  readonly scans: boolean;
}

export interface FunctionModel {
  readonly run: Distribution;
  readonly fails: number;
  readonly answer?: unknown;
  readonly count?: Count | undefined;
  readonly then?: Then | undefined;
}

const field = (pattern: string, what: string) => withDefault(text(what, { min: 1, max: 256 }), pattern);

export const functionsModel: ModelMap<FunctionModel> = {
  name: 'functions',
  is: 'Lambda functions and state machines, by name: how long they run, how often they fail, what they do',
  entry: () =>
    map({
      run: described(withDefault(distribution(), '1s'), 'How long one run takes'),
      fails: described(withDefault(share(), '0%'), 'Share of its runs that fail'),
      answer: z.optional(described(anything(), 'What it returns: steps of runbooks read it')),
      count: z.optional(
        described(
          map({
            by: described(
              field('instance-id', 'a field of the detail'),
              'The field of the detail that it counts by',
            ),
            of: described(text('a status', { min: 1, max: 256 }), 'The value that counts, such as Failed'),
            inARow: described(integer(1, 1000), 'How many of them in a row it waits for'),
            field: described(
              field('status', 'a field of the detail'),
              'The field of the detail that has the value',
            ),
            resetBy: described(field('Success', 'a status'), 'The value that ends a row'),
            document: described(
              field('AWS-RunPatchBaseline', 'a document'),
              'Of events that name a document: the one that counts',
            ),
            scans: described(
              withDefault(boolean(), 'false'),
              'Whether runs with the operation Scan count too; the function looks the command up',
            ),
          }),
          'Counts events that follow each other; `then` happens when the count is reached',
        ),
      ),
      // biome-ignore lint/suspicious/noThenProperty: the contract's name; nothing awaits it
      then: z.optional(
        described(
          map({
            notify: z.optional(described(text('a topic', { min: 1, max: 256 }), 'Publishes to this topic')),
            fails: z.optional(described(share(), 'Fails, in this share of cases')),
            answer: z.optional(described(anything(), 'Returns this: steps of runbooks read it')),
          }),
          'What it does then: one of the three',
        ),
      ),
    }) as unknown as Field<FunctionModel>,
};

/** Undefined: the file says nothing of it. */
export function functionModelOf(scenario: Scenario): ReadonlyMap<string, FunctionModel> {
  return modelMapIn(scenario, functionsModel);
}
