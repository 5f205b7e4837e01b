/** License Manager tells nothing of its own: what it has attached is worked out where it is asked. */
import { factSet } from '../../capability/facts.ts';

export const licenseManagerFacts = factSet('license-manager', {});
