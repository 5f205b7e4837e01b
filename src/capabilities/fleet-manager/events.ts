/** Fleet Manager and Explorer only look: nothing happens in them. */
import { factSet } from '../../capability/facts.ts';

export const fleetManagerFacts = factSet('fleet-manager', {});
