/** The second model of `hybrid-nodes.yaml`. */
import { exponential, lognormal, uniform } from '../rollout/twin.ts';
import type { Told } from './agreement.ts';
import { Clock } from './clock.ts';
import { day, outcomeCause, type Patch, PatchedNode, toldOfNodes } from './patching.ts';
import { Command, toldOfRollout } from './run-command.ts';

const hour = 3600;
const end = 60 * hour;
const created = 6 * hour;
const patches: readonly Patch[] = [
  { isSecurity: true, released: -4 * day, severity: 'Important', affects: 0.8, fails: 0.05 },
  { isSecurity: true, released: day, severity: 'Important', affects: 0.5, fails: 0.1 },
  { isSecurity: true, released: 54 * hour, severity: 'Low', affects: 0.2 },
];
const baseline = { delay: 0, selects: () => true };
const model = {
  scan: lognormal(40, 20),
  install: lognormal(300, 180),
  reboot: lognormal(240, 60),
  installFails: 0.02,
  rebootFails: 0.01,
};
const registration = lognormal(120, 60);

/** Registers so many until it expires; which of both it met first is what a node is told. */
interface Activation {
  places: number;
  readonly expires: number;
}

class HybridNode extends PatchedNode {
  isLaunched = false;
  isRegistered = false;
  isOff = false;
  #refusal: string | null = null;
  /** A scrapped machine keeps the state of that moment. */
  #judged: { state: string; cause: string | null } | null = null;

  /** An agent that was refused keeps the reason of its first try. */
  tryToRegister(activation: Activation): void {
    const { now } = this.clock;
    const isTrying = this.isAgentRunning && this.isLaunched && now >= created && !this.isRegistered;
    if (!isTrying || this.#refusal !== null) return;
    if (now >= activation.expires) this.#refusal = 'ACTIVATION_EXPIRED';
    else if (activation.places === 0) this.#refusal = 'ACTIVATION_FULL';
    else {
      activation.places -= 1;
      this.isRegistered = true;
    }
  }

  launch(): void {
    this.isLaunched = true;
    this.present = [[this.clock.now, Number.POSITIVE_INFINITY]];
  }

  /** Systems Manager does not see that a hybrid machine is switched off: it falls silent. */
  switchOff(seconds: number, boot: number): void {
    const { now } = this.clock;
    this.isOff = true;
    this.change({ isDown: true });
    this.present = [
      [0, now],
      [now + seconds, Number.POSITIVE_INFINITY],
    ];
    this.clock.in(seconds, () => {
      this.isOff = false;
    });
    this.clock.in(seconds + boot, () => this.change({ isDown: false }));
  }

  scrap(): void {
    if (!this.isLaunched) return;
    this.change({ isGone: true });
    this.present = [[this.present[0]![0], this.clock.now]];
    this.#judged = this.stateAt(this.clock.now);
  }

  override get blockedBy(): string | null {
    if (!this.isLaunched) return 'NOT_LAUNCHED';
    if (this.isGone) return 'TERMINATED';
    if (this.isOff) return 'STOPPED';
    if (!this.isAgentRunning) return 'AGENT_STOPPED';
    return this.#refusal ?? (this.isCut ? 'NO_ROUTE' : null);
  }

  override get isManaged(): boolean {
    return this.isRegistered;
  }

  override stateAt(at: number): { state: string; cause: string | null } {
    return this.#judged ?? super.stateAt(at);
  }
}

export function hybridNodes(random: () => number): Told {
  const clock = new Clock();
  const group = (name: string) =>
    Array.from({ length: 16 }, () => {
      const node = new HybridNode(clock, random, name, { baseline, model });
      for (const patch of patches) node.meet(patch);
      return node;
    });
  const [racks, branches] = [group('rack'), group('branch')];
  const nodes = [...racks, ...branches];
  const rackPlaces: Activation = { places: 11, expires: created + 7 * day };
  const branchPlaces: Activation = { places: 9, expires: created + day };
  const registerAll = () => {
    for (const node of racks) node.tryToRegister(rackPlaces);
    for (const node of branches) node.tryToRegister(branchPlaces);
  };

  const strike = (
    at: number,
    targets: readonly HybridNode[],
    share: number,
    act: (node: HybridNode) => void,
  ) =>
    clock.at(at, () => {
      for (const node of targets) if (random() < share) act(node);
    });
  for (const node of racks) {
    node.launch();
    if (random() >= 0.7) node.change({ isAgentRunning: false });
  }
  let joined = 0;
  for (const node of branches) {
    joined += exponential(3 * hour)(random);
    node.present = [];
    clock.at(joined, () => {
      node.launch();
      registerAll();
    });
  }
  clock.at(created, registerAll);
  strike(15 * hour, racks, 0.5, (node) => node.change({ isAgentRunning: true }));
  clock.at(15 * hour, registerAll);
  strike(20 * hour - 300, racks, 0.15, (node) => node.switchOff(2 * hour, registration(random)));
  strike(36 * hour, branches, 0.1, (node) => node.scrap());
  strike(44 * hour - 480, branches, 0.2, (node) => {
    node.change({ isCut: true });
    clock.in(3 * hour, () => node.change({ isCut: false }));
  });

  const executions: { command: Command<HybridNode>; cutoff: number; end: number }[] = [];
  for (const nominal of [20 * hour, 44 * hour]) {
    clock.at(nominal + uniform(0, 30)(random), () => {
      const targets = nodes.filter(({ isRegistered }) => isRegistered);
      const sentAt = clock.now;
      const command: Command<HybridNode> = new Command(clock, random, {
        nodes: targets,
        concurrency: Math.max(1, Math.floor(targets.length * 0.25)),
        maxErrors: Math.floor(targets.length * 0.15),
        timeout: 1800,
        executionTimeout: 7200,
        run: (one, over) => one.node.install(one, sentAt, over),
        settled: (one) => {
          if (!one.node.isGone) one.node.note(sentAt, outcomeCause(one, command.isHalted));
        },
      });
      command.send();
      executions.push({ command, cutoff: nominal + 2 * hour, end: nominal + 3 * hour });
    });
  }
  for (const node of nodes) node.onDown = () => executions.at(-1)?.command.noteDown();
  clock.runUntil(end);

  return {
    ...toldOfNodes(nodes, end),
    'window.Evening.executions': executions.length,
    ...toldOfRollout(
      'task.Install',
      executions.map(({ command, ...window }) => command.facts(window)),
    ),
  };
}
