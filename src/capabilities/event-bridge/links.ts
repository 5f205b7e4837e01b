/** What rules made of the events about a node: a target that is not invoked is silent at AWS. */
import * as cli from '../../aws/cli.ts';
import { counted } from '../../blocks/numbers.ts';
import type { JournalEntry } from '../../capability/facts.ts';
import type { LinkFound, LinkSpec } from '../../capability/links.ts';
import type { Situation } from '../../capability/situation.ts';
import { rulesOf } from './resources/index.ts';

export const ruleLinks: readonly LinkSpec[] = [
  {
    name: 'rules',
    title: 'Rules of EventBridge',
    stage: 'reboot',
    place: 900,
    isThere: (scenario) => rulesOf(scenario).length > 0,
    tell: ruleLink,
  },
];

function ruleLink(situation: Situation): LinkFound {
  const { journal, scenario } = situation;
  const matched = countBy(journal, 'event-bridge/rule-matched', ({ rule }) => String(rule));
  const failed = countBy(
    journal,
    'event-bridge/invocation-failed',
    ({ rule, target, reason }) => `${rule} did not invoke ${target}, since ${reason}`,
  );
  const shown = [...matched.keys()][0] ?? rulesOf(scenario)[0]!.logicalId;
  const name = rulesOf(scenario).find(({ logicalId }) => logicalId === shown)!.name;
  return {
    state: failed.size > 0 ? 'failed' : 'ok',
    found: [
      ...[...matched].map(([rule, times]) => `${rule} matched ${counted(times, 'event')} about it`),
      ...(matched.size === 0 ? ['no rule matched an event about it'] : []),
      ...[...failed].map(([words, times]) => (times === 1 ? words : `${words} (${times} times)`)),
    ],
    console: 'EventBridge, Rules, the rule, Monitoring: MatchedEvents, Invocations, FailedInvocations',
    cli: cli.targetsOfRule(situation, name),
    page: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-troubleshooting.html',
  };
}

function countBy(
  journal: readonly JournalEntry[],
  event: string,
  wordsOf: (entry: JournalEntry) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of journal) {
    if (entry.event !== event) continue;
    const words = wordsOf(entry);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return counts;
}
