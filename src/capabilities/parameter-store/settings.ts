/**
 * Settings of an account and Region that Parameter Store reads.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html
 */
import type { ServiceSetting } from '../../cloudformation/service-setting.ts';
import type { Shelf } from './store.ts';
import type { TierAsked } from './values.ts';

const tiers: readonly TierAsked[] = ['Standard', 'Advanced', 'Intelligent-Tiering'];
const tierSetting: ServiceSetting = { id: '/ssm/parameter-store/default-parameter-tier', values: tiers };
const throughputSetting: ServiceSetting = {
  id: '/ssm/parameter-store/high-throughput-enabled',
  values: ['true', 'false'],
};

export const parameterSettings: readonly ServiceSetting[] = [tierSetting, throughputSetting];

/** What the setting changes, if it is one of these. */
export function changeSetting(shelf: Shelf, setting: string, value: string): void {
  if (setting === throughputSetting.id) shelf.isHighThroughput = value === 'true';
  if (setting === tierSetting.id) shelf.defaultTier = tiers.find((tier) => tier === value)!;
}
