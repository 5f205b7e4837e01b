/** AWS's own runbooks, as far as AWS has published their steps. */
import type { DocumentSpec } from '../../../cloudformation/document-spec.ts';
import type { Runbook } from '../content/runbook.ts';
import { runbookSpec } from '../content/spec.ts';
import { remediationRunbooks } from './config-remediation.ts';
import { imageRunbooks } from './images.ts';
import { instanceRunbooks } from './instances.ts';
import { serviceRunbooks } from './services.ts';

const makers = new Map(
  [instanceRunbooks, imageRunbooks, serviceRunbooks, remediationRunbooks].flatMap((theme) =>
    Object.entries(theme),
  ),
);
const made = new Map<string, Runbook>();

/** Undefined: AWS has none of this name whose steps are known. */
export function managedRunbook(name: string): Runbook | undefined {
  const known = made.get(name) ?? makers.get(name)?.();
  if (known !== undefined) made.set(name, known);
  return known;
}

/** What calls that start them are checked against. */
export const managedDocuments: readonly DocumentSpec[] = [...makers.keys()].map((name) => ({
  name,
  type: 'Automation',
  get parameters() {
    return runbookSpec(name, managedRunbook(name)!).parameters;
  },
  get stepNames() {
    return managedRunbook(name)!.steps.map((step) => step.name);
  },
  takesOthers: name.startsWith('AWSConfigRemediation-'),
}));
