/** Licenses as results have them. */
import type { ResultSpec } from '../../capability/results.ts';
import { count, listOf, said, text } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';
import type { LicenseUse, Machine } from './machine.ts';

export const licenseSchema: JsonSchema = exactly({
  license: text,
  product: text,
  count,
  reported: said('Nodes whose last inventory has the product.', count),
  used: said('Nodes that use a license by what License Manager has discovered.', count),
  overBy: count,
  notDetached: said('Those among them whose last inventory no longer has it.', count),
});

export interface LicenseResult {
  readonly license: string;
  readonly product: string;
  readonly count: number;
  readonly reported: number;
  readonly used: number;
  readonly overBy: number;
  readonly notDetached: number;
}

export function licenseResultOf(use: LicenseUse): LicenseResult {
  const { name, product, reported, used, overBy, notDetached } = use;
  return {
    license: name,
    product,
    count: use.count,
    reported: reported.length,
    used: used.length,
    overBy,
    notDetached: notDetached.length,
  };
}

export const licenseResults: ResultSpec<Machine> = {
  lists: [
    {
      place: 97,
      key: 'licenses',
      schema: said(
        'Self-managed licenses of License Manager at the end; empty: it is not enabled.',
        listOf(licenseSchema),
      ),
      listOf: ({ licenses }) => licenses.uses.map(licenseResultOf),
    },
  ],
};
