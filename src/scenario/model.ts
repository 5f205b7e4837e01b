/** Keys of `model` that belong to no capability, and how documents are described that are not simulated step by step. */
import { distribution } from '../fields/distribution-field.ts';
import { choice, type Field, integer, listOf, map, once, optional, text } from '../fields/fields.ts';
import { share } from '../fields/quantities.ts';
import type { DocumentModel } from '../world/model.ts';

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
  });
});

export function agentVersion(): Field<string> {
  return text('an agent version such as 3.3.987.0', { pattern: /^[0-9]{1,5}(\.[0-9]{1,5}){3}$/ });
}

/** What a key of `model.documents` that is left out says. */
export const documentDefault: DocumentModel = {
  run: { family: 'constant', value: 60_000 },
  failsShare: 0,
  outputCharacters: 0,
};

/**
 * ASSUMPTION built-in-documents: what these documents do depends on their parameters; short runs that succeed are the
 * least that can be said of them. `model.documents` overrides each.
 */
export const builtInDocuments: ReadonlyMap<string, DocumentModel> = new Map(
  (
    [
      ['AWS-RunShellScript', 20_000, 10_000],
      ['AWS-RunPowerShellScript', 20_000, 10_000],
      ['AWS-UpdateSSMAgent', 60_000, 20_000],
      ['AWS-ConfigureAWSPackage', 120_000, 60_000],
    ] as const
  ).map(([name, mean, sd]) => [name, { ...documentDefault, run: { family: 'lognormal', mean, sd } }]),
);

/** Simulated step by step rather than by a duration. */
export const patchBaselineDocument = 'AWS-RunPatchBaseline';
