/** A call of Parameter Store for `explain --execution ID`, by the id of its action. */
import { heading } from '../../blocks/block.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import { allCalls } from './all-calls.ts';
import type { Machine } from './machine.ts';
import { callResultOf, parameterCallSchema } from './results.ts';
import { callBlocks } from './story.ts';

export const parameterWalk: WalkSpec<Machine> = {
  option: 'execution',
  schema: parameterCallSchema,
  ids: ({ parameters: { calls } }) => calls.map(({ id }) => id),
  walk({ parameters }, id, simulation) {
    const record = allCalls(parameters, simulation).find((one) => one.id === id);
    if (record === undefined) return undefined;
    return {
      data: callResultOf(record),
      blocks: [heading(`${record.call} ${id}: ${record.status}`), ...callBlocks(record)],
    };
  },
};
