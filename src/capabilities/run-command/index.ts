/** Run Command: a document sent to nodes, at the pace that MaxConcurrency and MaxErrors set. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { attemptsOn } from './attempts.ts';
import { commandEvents } from './aws-events.ts';
import { commandCalls } from './calls.ts';
import { commandCauses } from './causes.ts';
import { commandFacts } from './events.ts';
import { commandScreen } from './first-screen.ts';
import { commandLinks } from './links.ts';
import { commandLint } from './lint/index.ts';
import { RunCommand } from './machine.ts';
import { commandMeanings } from './meanings.ts';
import { commandMetrics } from './metrics.ts';
import { rateControlModel, runCommandModel } from './model.ts';
import { commandNotes } from './notes.ts';
import { publishStatuses } from './notifications.ts';
import { commandOperator } from './operator.ts';
import { commandResults } from './results.ts';
import { commandSources } from './sources.ts';
import { commandView } from './view.ts';

export const runCommand = define({
  name: 'run-command',
  facts: commandFacts,
  takesPart: 'always',
  model: [rateControlModel, runCommandModel],
  calls: commandCalls,
  meanings: commandMeanings,
  sources: ({ actions }) => commandSources(actions),
  lint: commandLint,
  causes: commandCauses,
  links: commandLinks,
  start(simulation: Simulation) {
    const commands = new RunCommand(simulation);
    publishStatuses(simulation);
    const operator = commandOperator(simulation);
    return {
      commands,
      observe: () => commands.timeline?.observe(),
      clear() {
        commands.clear();
        commands.timeline?.clear();
      },
      begin: { commands: () => operator.start() },
      settle: () => commands.settle(),
      attemptsOn: (node: number) => attemptsOn(commands, node),
    };
  },
  awsEvents: commandEvents,
  metrics: commandMetrics,
  notes: commandNotes,
  results: commandResults,
  firstScreen: commandScreen,
  view: commandView,
});
