/** Inspector tells nothing of its own: what it sees is worked out where it is asked. */
import { factSet } from '../../capability/facts.ts';

export const inspectorFacts = factSet('inspector', {});
