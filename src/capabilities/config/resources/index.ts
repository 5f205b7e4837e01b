/** Types of AWS Config: rules go before the remediations that refer to them. */
import type { AnyResourceSpec } from '../../../cloudformation/resource-spec.ts';
import { remediationConfiguration } from './remediations.ts';
import { configRule } from './rules.ts';

export const configResources: readonly AnyResourceSpec[] = [configRule, remediationConfiguration];
