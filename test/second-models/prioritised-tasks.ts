/** The second model of `prioritised-tasks.yaml`. */
import { exponential, lognormal, uniform } from '../rollout/twin.ts';
import type { Told } from './agreement.ts';
import { Clock } from './clock.ts';
import { day, outcomeCause, type Patch, PatchedNode, toldOfNodes } from './patching.ts';
import { Command, type Invocation, toldOfRollout } from './run-command.ts';

const hour = 3600;
const end = 18 * hour;
const open = 2 * hour;
const cutoff = 4 * hour;
/** Released so many days before the start. */
const patches: readonly Patch[] = [
  { isSecurity: true, released: -34 * day, severity: 'Critical', affects: 0.8, fails: 0.04 },
  { isSecurity: true, released: -33 * day, severity: 'Important', affects: 0.5, breaks: 0.02 },
  { isSecurity: true, released: -6.5 * day, severity: 'Low', affects: 0.15 },
  { isSecurity: true, released: -3 * day, severity: 'Critical', affects: 0.4 },
];
const baseline = { delay: 7 * day, selects: () => true };
const model = {
  scan: lognormal(40, 20),
  install: lognormal(480, 240),
  reboot: lognormal(240, 60),
  installFails: 0.02,
  rebootFails: 0.01,
};
const checkTime = lognormal(180, 60);

export function prioritisedTasks(random: () => number): Told {
  const clock = new Clock();
  const group = (name: string, count: number) =>
    Array.from({ length: count }, () => new PatchedNode(clock, random, name, { baseline, model }));
  const [canary, prod, db] = [group('canary', 8), group('prod', 30), group('db', 12)];
  const nodes = [...canary, ...prod, ...db];
  for (const node of nodes) {
    for (const patch of patches) node.meet(patch);
    node.scanned(0);
    loseAgent(clock, node, random);
  }

  const installing = (
    targets: readonly PatchedNode[],
    concurrency: number,
    maxErrors: number,
    timeout: number,
  ) => ({
    nodes: targets,
    concurrency,
    maxErrors,
    timeout,
    executionTimeout: 7200,
    run: (one: Invocation<PatchedNode>, over: (isSuccess: boolean) => void) =>
      one.node.install(one, clock.now, over),
  });

  const runs: ((node: PatchedNode) => void)[] = [];
  const settled =
    (command: () => Command<PatchedNode>, cancelledFor = 'CANCELLED') =>
    (one: Invocation<PatchedNode>) =>
      one.node.note(open, outcomeCause(one, command().isHalted, cancelledFor));

  const canaryTask: Command<PatchedNode> = new Command(clock, random, {
    ...installing(canary, 4, 1, 600),
    settled: settled(() => canaryTask),
    finished: () => {
      if (clock.now < cutoff) startProd();
    },
  });
  const prodTask: Command<PatchedNode> = new Command(clock, random, {
    ...installing(prod, 6, 2, 600),
    settled: settled(() => prodTask, 'CUTOFF'),
  });
  let hasProdStarted = false;
  const startProd = () => {
    hasProdStarted = true;
    prodTask.send();
  };
  const roll: Command<PatchedNode> = new Command(clock, random, {
    ...installing(db, 3, 1, 1200),
    settled: settled(() => roll),
  });
  const check: Command<PatchedNode> = new Command(clock, random, {
    nodes: prod,
    concurrency: 12,
    maxErrors: 3,
    timeout: 3600,
    executionTimeout: 300,
    run: ({ node }, over) => {
      // What runs on a node that goes down fails, once the node is back.
      runs.push((down) => {
        if (down === node) over(false);
      });
      const isFailing = random() < 0.05;
      clock.in(checkTime(random), () => over(!isFailing));
    },
  });

  const commands = [canaryTask, prodTask, roll, check];
  for (const node of nodes) {
    node.onDown = () => {
      for (const tell of runs) tell(node);
      for (const command of commands) command.noteDown();
    };
  }
  clock.at(open + uniform(0, 30)(random), () => canaryTask.send());
  clock.at(open + 0.5 * hour, () => roll.send());
  clock.at(open + hour, () => roll.cancel());
  clock.at(open + 1.25 * hour, () => check.send());
  clock.at(cutoff, () => {
    if (hasProdStarted) prodTask.cancel();
    else prodTask.skip();
  });
  clock.runUntil(end);

  const window = { cutoff, end: 5 * hour };
  return {
    ...toldOfNodes(nodes, end),
    'window.Night.executions': 1,
    ...toldOfRollout('task.Canary', [canaryTask.facts(window)]),
    ...toldOfRollout('task.Prod', [prodTask.facts(window)]),
    ...toldOfRollout('command.roll', [roll.facts()]),
    ...toldOfRollout('command.check', [check.facts()]),
  };
}

/** One stop for some at 01:00, for five hours; and a clock for each node. */
function loseAgent(clock: Clock, node: PatchedNode, random: () => number): void {
  const stopFor = (seconds: number) => {
    if (!node.isAgentRunning || node.isDown) return;
    node.change({ isAgentRunning: false });
    clock.in(seconds, () => node.change({ isAgentRunning: true }));
  };
  if (random() < 0.06) clock.at(hour, () => stopFor(5 * hour));
  const strike = () =>
    clock.in(exponential(20 * hour)(random), () => {
      stopFor(1500);
      strike();
    });
  strike();
}
