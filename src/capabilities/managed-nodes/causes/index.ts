/** What keeps a node from being managed, or from being patched whatever is asked of it. */
import type { CauseSpec } from '../../../capability/causes.ts';
import type { NodeCause } from '../facts.ts';
import { credentialCauses } from './credentials.ts';
import { machineCauses } from './machine.ts';
import { networkCauses } from './network.ts';

export const nodeCauses: Readonly<Record<NodeCause, CauseSpec>> = {
  ...machineCauses,
  ...credentialCauses,
  ...networkCauses,
};
