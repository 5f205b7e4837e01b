/** Keys of `model` that belong to no capability, and how documents are described that are not simulated step by step. */
import type { AnyCapability } from '../capability/capability.ts';
import { agentVersion } from '../fields/aws-fields.ts';
import { distribution } from '../fields/distribution-field.ts';
import {
  anything,
  choice,
  described,
  integer,
  listOf,
  map,
  mapOf,
  once,
  optional,
} from '../fields/fields.ts';
import { share } from '../fields/quantities.ts';
import type { DocumentModel, Model } from '../world/model.ts';

/** The other keys of `model`: lists and numbers by themselves. */
export const patchGroupKeysDefault = { aws: ['Patch Group', 'PatchGroup'], 'study-guide': ['Patch Group'] };

/** Ten minutes of computing, and far beyond any scenario that advances. */
export const eventLimitDefault = '1000000000';

/** `model.documents.<Name>`: how a document, function or state machine behaves on one target. */
export const documentShape = once(() => {
  return map({
    run: optional(distribution()),
    fails: optional(share()),
    outputCharacters: optional(integer(0, 1_000_000_000)),
    platforms: optional(listOf(choice('Linux', 'MacOS', 'Windows'))),
    minimumAgentVersion: optional(agentVersion()),
    steps: optional(
      mapOf(
        map({
          run: optional(distribution()),
          fails: optional(share()),
          answer: optional(
            described(anything(), 'What the call or the script of a step of a runbook answers'),
          ),
        }),
        'a map of steps by name',
      ),
    ),
  });
});

/** What a key of `model.documents` that is left out says. */
export const documentDefault: DocumentModel = {
  run: { family: 'constant', value: 60_000 },
  isRunGiven: false,
  failsShare: 0,
  outputCharacters: 0,
};

/** Documents that capabilities describe and do not simulate step by step: how they run unless the file says otherwise. */
export function builtInDocuments(capabilities: readonly AnyCapability[]): Model['documents'] {
  return new Map(
    capabilities
      .flatMap(({ documents = [] }) => documents)
      .flatMap(({ name, usualTime: run }) =>
        run === undefined ? [] : [[name, { ...documentDefault, run, isRunGiven: true }]],
      ),
  );
}
