/** What patch policies declare for rules of any capability: the runs of the associations that they make. */
import { type DeclaredRun, unsaid } from '../../../capability/lint/declared-run.ts';
import { reachedBySource } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec } from '../../../capability/lint-rule.ts';
import { nounsOf } from '../../../cloudformation/nouns.ts';
import type { Value } from '../../../cloudformation/value.ts';
import { areTagsFixed } from '../../managed-nodes/lint/facts.ts';
import { associationSources } from '../../state-manager/facts.ts';
import { type PatchPolicy, partsOf } from '../policy.ts';
import { configurationManager } from '../resources.ts';

export const policyLint: LintSpec = {
  declares: { runs: (subject) => policiesIn(subject).flatMap(runsIn(subject)) },
};

function policiesIn({ scenario }: Subject): readonly PatchPolicy[] {
  return scenario === null ? [] : [...nounsOf(scenario, configurationManager).values()].flat();
}

const runsIn =
  (subject: Subject) =>
  (policy: PatchPolicy): DeclaredRun[] => {
    const { scenario } = subject;
    const resource = subject.named(policy.logicalId);
    if (scenario === null || resource === undefined) return [];
    const sources = associationSources(scenario);
    return partsOf(policy).flatMap((part) => {
      const source = sources.find(({ id }) => id === part.id);
      if (source === undefined) return [];
      const name = `the ${source.words.name}`;
      return [
        {
          ...unsaid,
          name,
          label: name,
          at: resource.at,
          document: source.document,
          parameters: asValue(source.parameters, resource.at),
          path: resource.at,
          attachedPolicies: source.attachedPolicies ?? [],
          output: { isKept: true, bucket: undefined, setting: null },
          reach: () => reachedBySource(source, scenario.fleet, areTagsFixed(subject)),
        },
      ];
    });
  };

/** As if the file had them. */
function asValue(parameters: Readonly<Record<string, readonly string[]>>, path: Value['path']): Value {
  const entries = Object.entries(parameters).map(([name, texts]): [string, Value] => [
    name,
    { kind: 'list', items: texts.map((text) => ({ kind: 'text', text, path })), path },
  ]);
  return { kind: 'map', entries: new Map(entries), path };
}
