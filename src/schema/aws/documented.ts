/** What of AWS a scenario may hold, each with its fields and its page. */

import { capabilities } from '../../capabilities/index.ts';
import { map } from '../../fields/fields.ts';
import { specsOf } from '../../scenario/specs.ts';

/** Something that AWS documents on a page of its own. */
export interface Documented {
  readonly field: unknown;
  readonly page: string;
  /** In a sentence. */
  readonly is: string;
}

const specs = specsOf(capabilities);

export const resourceTypes: Readonly<Record<string, Documented>> = Object.fromEntries(
  specs.resources.map(({ type, page, is, fields }) => [type, { field: map(fields), page, is }]),
);

export const calls: Readonly<Record<string, Documented>> = Object.fromEntries(
  specs.calls.map(({ call, page, is, fields }) => [call, { field: map(fields), page, is }]),
);
