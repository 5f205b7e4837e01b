/** All rules: those of the capabilities, and those about the file itself. */
import type { AnyCapability } from '../capability/capability.ts';
import type { AddedCheck, Rule } from '../capability/lint-rule.ts';
import { ignoreRules } from './ignore-rules.ts';
import { literalRules } from './literals.ts';

/** In their order, each with what other capabilities add to it. */
export function rulesOf(capabilities: readonly AnyCapability[]): Rule[] {
  const specs = capabilities.flatMap(({ lint }) => lint ?? []);
  const added = specs.flatMap(({ checks = [] }) => checks);
  return [...specs.flatMap(({ rules = [] }) => rules), ...literalRules, ...ignoreRules]
    .map((rule) =>
      withAdded(
        rule,
        added.filter((one) => one.rule === rule.id),
      ),
    )
    .sort((one, other) => one.place - other.place);
}

function withAdded(rule: Rule, added: readonly AddedCheck[]): Rule {
  if (added.length === 0) return rule;
  return {
    ...rule,
    check(subject, report) {
      rule.check(subject, report);
      for (const { check } of added) check(subject, report);
    },
  };
}
