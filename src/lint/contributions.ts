/** What the capabilities contribute to lint, and what is of no capability. */
import type { AnyCapability } from '../capability/capability.ts';
import type { SubjectOptions } from '../capability/lint/subject.ts';
import type { AddedCheck, LintSpec, Rule } from '../capability/lint-rule.ts';
import { callerRules } from './callers.ts';
import { ignoreRules } from './ignore-rules.ts';
import { literalRules } from './literals.ts';
import { nameRules } from './names.ts';
import { unseenRules } from './unseen.ts';

/** All rules in their order, each with what other capabilities add to it. */
export function rulesOf(capabilities: readonly AnyCapability[]): Rule[] {
  const specs = lintSpecs(capabilities);
  const added = specs.flatMap(({ checks = [] }) => checks);
  return [
    ...specs.flatMap(({ rules = [] }) => rules),
    ...literalRules,
    ...ignoreRules,
    ...unseenRules,
    ...nameRules,
    ...callerRules,
  ]
    .map((rule) =>
      withAdded(
        rule,
        added.filter((one) => one.rule === rule.id),
      ),
    )
    .sort((one, other) => one.place - other.place);
}

/** What a subject has to know of them. */
export function surroundingsOf(
  capabilities: readonly AnyCapability[],
): Omit<SubjectOptions, 'scenario' | 'stack' | 'nowMs'> {
  return {
    ownTypes: capabilities
      .flatMap(({ resources = [] }) =>
        // A document may be of something else altogether.
        resources.filter((any) => any.open(({ document }) => document === undefined)).map(({ type }) => type),
      )
      .filter((type) => type.startsWith('AWS::SSM::')),
    declares: lintSpecs(capabilities).flatMap(({ declares }) => declares ?? []),
  };
}

function lintSpecs(capabilities: readonly AnyCapability[]): LintSpec[] {
  return capabilities.flatMap(({ lint }) => lint ?? []);
}

function withAdded(rule: Rule, added: readonly AddedCheck[]): Rule {
  if (added.length === 0) return rule;
  const all = [rule, ...added];
  return {
    ...rule,
    refusals: all.flatMap(({ refusals = [] }) => refusals),
    check(subject, report) {
      for (const { check } of all) check?.(subject, report);
    },
  };
}
