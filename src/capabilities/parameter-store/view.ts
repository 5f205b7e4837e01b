/** Parameter Store in a report of a run. */
import { type Block, type Inline, paragraph, say, section } from '../../blocks/block.ts';
import { count, counted } from '../../blocks/numbers.ts';
import { dateAndTime } from '../../blocks/times.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { ReportPart } from '../../capability/view.ts';
import { allCalls } from './all-calls.ts';
import { seconds } from './first-screen.ts';
import type { Machine, ParameterStore } from './machine.ts';
import type { CallRecord } from './records.ts';
import { failedBoots, refusalSentences } from './story.ts';
import { bootCounts } from './tally.ts';

const rowsMax = 10;

export const parameterView: readonly ReportPart<Machine>[] = [
  {
    place: 27,
    blocks({ parameters }, simulation): Block[] {
      const { boots } = parameters;
      const calls = allCalls(parameters, simulation);
      if (calls.length + boots.length === 0) return [];
      const blocks = [...bootBlocks(parameters, simulation), ...callBlocks(calls)];
      const cost = parameters.monthlyCost();
      const charged =
        cost === 0
          ? []
          : [
              paragraph(
                `Cost: ${cost.toFixed(2)} US dollars a month, at the prices of US East (N. Virginia) in 2026.`,
              ),
            ];
      return [section('Parameter Store', [...blocks, ...charged])];
    },
  },
];

function bootBlocks({ boots, client }: ParameterStore, { fleet }: Simulation): Block[] {
  if (boots.length === 0) return [];
  const { throttled, failed, secondsMax } = bootCounts(boots);
  const last =
    secondsMax === null
      ? ''
      : ` The slowest that got all of them took ${seconds(secondsMax)} from its first read.`;
  const sum = `${counted(boots.length, 'boot')} read parameters: ${count(throttled)} throttled, ${count(failed)} failed.${last} AWS throttled ${counted(client.throttledCount, 'attempt')} in all.`;
  const reasons = failedBoots(boots).map(({ words, boots: alike }) =>
    say(`${counted(alike.length, 'boot')}, for example ${fleet.nameOf(alike[0]!.node)}: ${words}`, 'bad'),
  );
  return [paragraph(sum), ...(reasons.length === 0 ? [] : [{ kind: 'list', items: reasons } as const])];
}

function callBlocks(calls: readonly CallRecord[]): Block[] {
  if (calls.length === 0) return [];
  const hidden = calls.length - rowsMax;
  const sentences: Inline[] = calls
    .filter(({ refusal }) => refusal !== null)
    .map(({ id, refusal }) => say(`${id}: ${refusalSentences(refusal!)}`, 'bad'));
  return [
    {
      kind: 'table',
      head: ['call', 'id', 'at (UTC)', 'attempts', 'status', 'parameters'],
      rows: calls
        .slice(0, rowsMax)
        .map(({ call, id, requestedMs, names, attempts, status }) => [
          call,
          id,
          dateAndTime(requestedMs),
          count(attempts),
          status,
          names.join(', '),
        ]),
      numeric: [3],
      prose: 1,
    },
    ...(hidden > 0 ? [paragraph(`… and ${count(hidden)} more`)] : []),
    ...(sentences.length === 0 ? [] : [{ kind: 'list', items: sentences } as const]),
  ];
}
