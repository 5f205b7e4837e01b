/** What rules matched and started, on the first screen of a report. */
import { type Inline, say, spansOf } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import type { OpenQuestion, ScreenPartSpec } from '../../capability/first-screen.ts';
import type { EventBridge } from './machine.ts';
import type { RuleTally } from './state.ts';

interface Machine {
  readonly bridge: EventBridge;
}

export const ruleScreen: readonly ScreenPartSpec<Machine>[] = [
  {
    place: 28,
    of({ bridge: { tallies } }) {
      if (tallies.length === 0) return null;
      const total = [totalLine(tallies)];
      return {
        versions:
          tallies.length === 1
            ? [tallies.map(withReason), tallies.map(ruleLine)]
            : [tallies.map(withReason), tallies.map(ruleLine), total, ...(isWell(tallies) ? [[]] : [])],
        ...(isWell(tallies) ? { isOptional: true } : {}),
        ...(tallies.every(isFine) ? {} : { question: lintFile }),
      };
    },
  },
];

/** What a rule lacks is written in the file, which lint reads. */
const lintFile: OpenQuestion = { place: 60, command: 'lint', rest: [], takesSettings: false };

function isFine({ rule, matched, failedInvocations }: RuleTally): boolean {
  return failedInvocations === 0 && (matched > 0 || !rule.isEnabled);
}

/** EventBridge itself says nowhere why nothing was started. */
function withReason(tally: RuleTally): Inline {
  const [reason] = [...tally.failures].sort(([, a], [, b]) => b - a)[0] ?? [];
  return reason === undefined
    ? ruleLine(tally)
    : [...spansOf(ruleLine(tally)), say(` Why: ${reason}.`, 'bad')];
}

function ruleLine({ rule, matched, invoked, failedInvocations }: RuleTally): Inline {
  const name = `${rule.kind === 'rule' ? 'Rule' : 'Schedule'} ${rule.logicalId}`;
  if (!rule.isEnabled) return say(`${name} is disabled.`);
  const what = rule.pattern === null ? 'came due' : 'matched';
  if (matched === 0) return say(`${name} never ${what}.`);
  const found = rule.pattern === null ? `${count(matched)}×` : counted(matched, 'event');
  const failed = failedInvocations === 0 ? '' : `, ${count(failedInvocations)} failed`;
  const outcome = `${counted(invoked, 'invocation')}${failed}`;
  return say(`${name} ${what} ${found}: ${outcome}.`, failedInvocations > 0 ? 'bad' : 'plain');
}

function totalLine(tallies: readonly RuleTally[]): Inline {
  const sum = (of: 'matched' | 'invoked' | 'failedInvocations') =>
    tallies.reduce((total, tally) => total + tally[of], 0);
  const failed = sum('failedInvocations');
  const words = `${counted(tallies.length, 'rule')}: ${counted(sum('matched'), 'event')}, ${counted(sum('invoked'), 'invocation')}`;
  return say(`${words}${failed === 0 ? '' : `, ${count(failed)} failed`}.`, failed > 0 ? 'bad' : 'plain');
}

/** Rules whose targets all took what they were sent give way on a narrow terminal: their own section tells of them. */
function isWell(tallies: readonly RuleTally[]): boolean {
  return tallies.every(({ failedInvocations }) => failedInvocations === 0);
}
