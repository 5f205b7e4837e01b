/** What the reports of an explanation call its causes and its links. */
import type { AnyCapability } from '../capability/capability.ts';
import { causesOf } from '../capability/causes.ts';
import { type LinkDetail, linksOf, type StepDetail } from '../capability/links.ts';
import { utc } from '../world/time.ts';
import type { ExplanationWords } from './explanation.ts';

export function explanationWords(capabilities: readonly AnyCapability[]): ExplanationWords {
  const causes = causesOf(capabilities);
  return {
    causes: Object.fromEntries(causes.ids.map((id) => [id, causes.of(id).summary])),
    unknown: new Set(causes.ids.filter((id) => causes.of(id).isUnknown === true)),
    links: Object.fromEntries(
      linksOf(capabilities).map(({ name, title, lines = stepLines }) => [name, { title, lines }]),
    ),
  };
}

function stepLines(details: readonly LinkDetail[]): string[] {
  return details.filter(isStep).map(({ at, text }) => `${utc(Date.parse(at))}  ${text}`);
}

function isStep(detail: LinkDetail): detail is StepDetail {
  return detail.kind === 'step';
}
