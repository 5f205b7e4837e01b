/** `fleetsim merge`: its options. */

import { check } from './check.ts';
import { allowRead, manners } from './common.ts';
import { compare } from './compare.ts';
import { anyText } from './readers.ts';
import { reportOptions } from './report.ts';
import { run } from './run.ts';
import { flag, type Given, values } from './table.ts';

export const merge = {
  name: 'merge',
  summary: 'make one report of blocks of runs from many machines',
  description:
    'Puts blocks of runs (run, compare or check with --block) in order and reports on them as the command itself would on one machine.',
  arguments: {
    files: { kind: 'many', help: "blocks, or patterns such as 'blocks/*.block'", isFile: true },
  },
  options: {
    scenario: values(
      'file',
      'the scenario of the blocks (default: the file of its name in this folder, in scenarios/, or beside the blocks); of several, each in order',
      anyText,
      {
        isFile: true,
        page:
          'the scenario that the blocks are of; by default the file of its name in this folder, in `scenarios/`, or beside the blocks. ' +
          'Of a comparison of several scenarios, each in order',
      },
    ),
    partial: flag('accept missing runs, and mark the report as partial', {
      page: 'accept missing runs, which are otherwise an error (exit 2); the report is marked as partial and lists them',
    }),
    nodes: run.options.nodes,
    update: check.options.update,
    inconclusive: check.options.inconclusive,
    allowEmpty: check.options.allowEmpty,
    brief: compare.options.brief,
    full: compare.options.full,
    allowRead,
    ...reportOptions('merge', ['text', 'json', 'markdown', 'csv', 'junit', 'github'], {
      formats: 'a format of the command that made the blocks',
    }),
    ...manners,
  },
  after: `
Examples:
  fleetsim check scenarios/sunday-patch.yaml --replications 1000 --shard 0/10 --block 0.block
  fleetsim merge '*.block' --scenario scenarios/sunday-patch.yaml

Exit codes: those of the command that made the blocks; 2 if runs are missing, or a block is damaged or of another question.`,
} as const;

export type MergeJob = Given<typeof merge>;
