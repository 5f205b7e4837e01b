/** The second model of `patch-streams.yaml`. */
import { exponential, lognormal, uniform } from '../rollout/twin.ts';
import type { Told } from './agreement.ts';
import { Clock } from './clock.ts';
import { type Baseline, day, outcomeCause, type Patch, PatchedNode, toldOfNodes } from './patching.ts';
import { Command, toldOfRollout } from './run-command.ts';

const hour = 3600;
/** From a Sunday at noon; the last window opens at 02:00 on the eighth Sunday after it. */
const firstWindow = 6 * day + 14 * hour;
const windowCount = 8;
const end = firstWindow + 7 * 7 * day + 20 * 60;
const streamFrom = -28.5 * day;
const patchedUntil = -14.5 * day;
const model = {
  scan: lognormal(40, 20),
  install: lognormal(240, 120),
  reboot: lognormal(240, 60),
  installFails: 0.01,
  rebootFails: 0.003,
};
const fast: Baseline = { delay: 2 * day, selects: ({ isSecurity }) => isSecurity };
const slow: Baseline = {
  delay: 9 * day,
  selects: ({ isSecurity, severity }) => isSecurity && severity !== 'Important',
};

export function patchStreams(random: () => number): Told {
  const clock = new Clock();
  const patches = streamOf(random).filter(({ released }) => released >= patchedUntil);
  const group = (name: string, baseline: Baseline, rebootEvery: number) =>
    Array.from({ length: 10 }, () => {
      const node = new PatchedNode(clock, random, name, { baseline, model });
      for (const patch of patches) node.meet(patch);
      node.scanned(0);
      const strike = () =>
        clock.in(exponential(rebootEvery)(random), () => {
          node.rebootFromOutside();
          strike();
        });
      strike();
      return node;
    });
  const fastNodes = group('fast', fast, 40 * day);
  const slowNodes = group('slow', slow, 80 * day);
  const nodes = [...fastNodes, ...slowNodes];

  const executions: { commands: readonly Command<PatchedNode>[]; cutoff: number; end: number }[] = [];
  const install = (targets: readonly PatchedNode[], concurrency: number, maxErrors: number) => {
    const sentAt = clock.now;
    const command: Command<PatchedNode> = new Command(clock, random, {
      nodes: targets,
      concurrency,
      maxErrors,
      timeout: 600,
      executionTimeout: 7200,
      run: (one, over) => one.node.install(one, sentAt, over),
      settled: (one) => one.node.note(sentAt, outcomeCause(one, command.isHalted)),
    });
    command.send();
    return command;
  };
  for (let week = 0; week < windowCount; week += 1) {
    const nominal = firstWindow + week * 7 * day;
    clock.at(nominal + uniform(0, 30)(random), () => {
      const commands = [install(fastNodes, 3, 1), install(slowNodes, 5, 0)];
      executions.push({ commands, cutoff: nominal + 2 * hour, end: nominal + 3 * hour });
    });
  }
  for (const node of nodes) {
    node.onDown = () => {
      for (const { commands } of executions.slice(-1)) for (const one of commands) one.noteDown();
    };
  }
  clock.runUntil(end);
  for (const command of executions.at(-1)!.commands) {
    for (const { node } of command.open) node.note(end, 'RUN_ENDED', true);
  }

  const rollout = (place: number) => executions.map((one) => one.commands[place]!.facts(one));
  return {
    ...toldOfNodes(nodes, end),
    'window.Sunday.executions': windowCount,
    ...toldOfRollout('task.FastInstall', rollout(0)),
    ...toldOfRollout('task.SlowInstall', rollout(1)),
  };
}

function streamOf(random: () => number): Patch[] {
  const patches: Patch[] = [];
  const gap = exponential(3 * day);
  for (let released = streamFrom + gap(random); released < end; released += gap(random)) {
    const isSecurity = random() < 0.7;
    const severe = random();
    const severity = severe < 0.2 ? 'Critical' : severe < 0.5 ? 'Important' : 'Medium';
    patches.push({ released, isSecurity, severity, affects: 0.5, fails: 0.03, breaks: 0.003 });
  }
  return patches;
}
