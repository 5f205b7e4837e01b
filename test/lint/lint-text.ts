import { capabilities } from '../../src/capabilities/index.ts';
import type { Rule } from '../../src/capability/lint-rule.ts';
import { rulesOf } from '../../src/lint/contributions.ts';
import { type LintReport, lintFile } from '../../src/lint/lint.ts';

/** Lints text as if it were `a.yaml`. */
export function lintText(text: string | Uint8Array, rules?: readonly Rule[]): LintReport {
  return lintFile({
    file: 'a.yaml',
    read: (path) => {
      if (path !== 'a.yaml') return { error: 'no such file' };
      return typeof text === 'string' ? new TextEncoder().encode(text) : text;
    },
    capabilities,
    nowMs: Date.UTC(2026, 0, 1),
    ...(rules === undefined ? {} : { rules }),
  });
}

/** `line:column rule`, in order. */
export function placesOf({ findings }: LintReport): string[] {
  return findings.map(({ line, column, rule }) => `${line}:${column} ${rule}`);
}

/** What these rules find, and nothing else. */
export function found(text: string, ...rules: readonly string[]): string[] {
  return placesOf(lintText(text)).filter((place) => rules.includes(place.split(' ')[1]!));
}

/** These rules, with what capabilities add to each. */
export function rulesNamed(...ids: readonly string[]): readonly Rule[] {
  return rulesOf(capabilities).filter(({ id }) => ids.includes(id));
}

/** `severity: message` of what one rule finds. */
export function messages(rule: string, text: string): string[] {
  return lintText(text)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}
