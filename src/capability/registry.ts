/**
 * Which capabilities a scenario was loaded with. The engines read the list from the scenario, so that nothing but the
 * loader has to be handed it, and a test can load one with a capability more.
 */
import { fail } from '../kernel/assert.ts';
import type { AnyCapability } from './capability.ts';

/**
 * A symbol: what is sent to another thread, hashed or printed of a scenario is data, and this is not. It is one for all
 * bundles, since one may ask about a scenario that another has loaded.
 */
const registry: unique symbol = Symbol.for('fleetsim.capabilities');

interface Registered {
  readonly [registry]?: readonly AnyCapability[];
}

/** The same scenario, for these capabilities. Copies of it by spread keep them. */
export function withCapabilities<S extends object>(scenario: S, capabilities: readonly AnyCapability[]): S {
  return { ...scenario, [registry]: capabilities };
}

export function capabilitiesOf(scenario: object): readonly AnyCapability[] {
  return (scenario as Registered)[registry] ?? fail('this scenario was not loaded with any capabilities');
}
