/**
 * What happens to the fleet: faults at an instant, or again and again with a clock per node. Arrivals are sums of
 * keyed gaps, known before the run begins; nothing that the run does can move them.
 */

import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams } from '../../capability/streams.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { RandomStream, RandomStreams } from '../../kernel/random.ts';
import { type Fault, type FaultAction, inverseActions } from '../../world/faults.ts';
import type { PlannedLaunch } from '../../world/fleet-state.ts';
import { noProfile } from '../../world/node-records.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { Change } from './draws.ts';
import { nodeFacts } from './events.ts';
import type { ManagedNodes } from './machine.ts';
import { selectNodes } from './selection.ts';

/** Arrivals of one clock are numbered below this; a fault's place and its arrival share one number. */
const arrivalLimit = 2_097_152;

interface Clock {
  readonly fault: Fault;
  readonly gap: Sampler | null;
  readonly duration: Sampler | null;
  readonly gaps: CohortStreams;
  readonly durations: CohortStreams;
  /** The first node of each arrival's launch. */
  launches: readonly { readonly first: number; readonly count: number }[];
}

export class Faults {
  private readonly simulation: Simulation;
  private readonly nodes: ManagedNodes;
  private readonly clocks: readonly Clock[];
  /** By fault, arrival and node: the profile that a fault with `for` took away or replaced. */
  private readonly profilesBefore = new Map<string, number>();
  private readonly arrived: EventType;
  private readonly arrivedTogether: EventType;
  private readonly undone: EventType;
  private readonly joined: EventType;

  constructor(simulation: Simulation, nodes: ManagedNodes) {
    this.simulation = simulation;
    this.nodes = nodes;
    const { kernel, scenario } = simulation;
    this.clocks = scenario.faults.map((fault) => ({
      fault,
      gap: 'every' in fault.when ? samplerOf(fault.when.every) : null,
      duration: fault.for === undefined ? null : samplerOf(fault.for),
      gaps: new CohortStreams(simulation, 'managed-nodes/fault-gap', fault.id),
      durations: new CohortStreams(simulation, 'managed-nodes/fault-for', fault.id),
      launches: [],
    }));
    const split =
      (handle: (clock: Clock, index: number, node: number, arrival: number) => void) =>
      (node: number, packed: number) => {
        const index = Math.floor(packed / arrivalLimit);
        handle(this.clocks[index]!, index, node, packed % arrivalLimit);
      };
    this.arrived = kernel.on(
      'managed-nodes/fault-arrived',
      split((clock, index, node, arrival) => {
        this.strike(clock, index, node, arrival);
        this.scheduleNext(clock, index, node, arrival + 1);
      }),
    );
    this.arrivedTogether = kernel.on(
      'managed-nodes/fault-arrived-for-all',
      split((clock, index, _, arrival) => {
        this.strikeAll(clock, index, arrival);
        this.scheduleNextForAll(clock, index, arrival + 1);
      }),
    );
    this.undone = kernel.on(
      'managed-nodes/fault-ended',
      split((clock, index, node, arrival) => this.undo(clock, index, node, arrival)),
    );
    this.joined = kernel.on('managed-nodes/node-joined', (node) => {
      nodes.power.launch(node, { id: 'joins', occurrence: 0 });
    });
  }

  start(): void {
    const { kernel } = this.simulation;
    this.profilesBefore.clear();
    this.planLaunches();
    this.clocks.forEach((clock, index) => {
      const { fault } = clock;
      if ('atMs' in fault.when) {
        if (fault.when.atMs < kernel.nowMs) return;
        kernel.schedule(fault.when.atMs, this.arrivedTogether, 0, index * arrivalLimit);
      } else if (fault.when.together || fault.action === 'launch' || fault.action === 'breakRule') {
        this.scheduleNextForAll(clock, index, 0);
      } else {
        const struck = selectNodes(this.simulation, fault.nodes, { id: fault.id, occurrence: 0 });
        for (const node of struck) this.scheduleNext(clock, index, node, 0);
      }
    });
    this.scheduleJoins();
  }

  /** Where in the fleet each launch's nodes lie: arrivals and cohorts are in the same order. */
  private planLaunches(): void {
    const { fleet } = this.simulation;
    for (const clock of this.clocks) {
      const { fault } = clock;
      if (fault.action !== 'launch') continue;
      const key = `${fault.nodes.group}+${fault.id}`;
      const cohort = fleet.cohorts.find((one) => one.key === key);
      const size = fault.launchCount ?? 1;
      const launches = [];
      for (let first = 0; cohort !== undefined && first < cohort.count; first += size) {
        launches.push({ first: cohort.first + first, count: size });
      }
      clock.launches = launches;
    }
  }

  private scheduleJoins(): void {
    const { kernel, fleet, scenario, random } = this.simulation;
    for (const cohort of fleet.cohorts) {
      const { joins, name } = cohort.group;
      if (joins === undefined || cohort.key !== name) continue;
      const gap = 'every' in joins ? samplerOf(joins.every) : null;
      const stream = random.stream('managed-nodes/joins', name);
      let atMs = 'atMs' in joins ? joins.atMs : scenario.startMs;
      for (let place = 0; place < cohort.count; place += 1) {
        if (gap !== null) atMs += gap.durationMs(stream, place + 1, 0);
        if (atMs >= scenario.endMs) break;
        kernel.schedule(Math.max(atMs, scenario.startMs), this.joined, cohort.first + place);
      }
    }
  }

  private scheduleNext(clock: Clock, index: number, node: number, arrival: number): void {
    const { kernel, fleet } = this.simulation;
    const gapMs = gapOf(clock.gap!, clock.gaps.of(node), fleet.ordinalOf(node), arrival);
    kernel.schedule(kernel.nowMs + gapMs, this.arrived, node, index * arrivalLimit + arrival);
  }

  private scheduleNextForAll(clock: Clock, index: number, arrival: number): void {
    if (clock.gap === null) return;
    const { kernel, random } = this.simulation;
    const gapMs = gapOf(clock.gap, random.stream('managed-nodes/fault-gap', clock.fault.id), 0, arrival);
    kernel.schedule(kernel.nowMs + gapMs, this.arrivedTogether, 0, index * arrivalLimit + arrival);
  }

  private strikeAll(clock: Clock, index: number, arrival: number): void {
    const { fault } = clock;
    if (fault.action === 'breakRule') {
      const { rule, resource } = fault;
      return this.simulation.facts.of(nodeFacts).resourceBroken.tell(rule!, resource!.type, resource!.id);
    }
    if (fault.action === 'launch') {
      const launch = clock.launches[arrival];
      for (let place = 0; launch !== undefined && place < launch.count; place += 1) {
        this.strike(clock, index, launch.first + place, arrival);
      }
      return;
    }
    const struck = selectNodes(this.simulation, fault.nodes, { id: fault.id, occurrence: arrival });
    for (const node of struck) this.strike(clock, index, node, arrival);
  }

  private strike(clock: Clock, index: number, node: number, arrival: number): void {
    const { kernel, fleet } = this.simulation;
    const { fault, duration } = clock;
    const profileBefore = fleet.profileOf(node);
    const hasChanged = this.act(fault, fault.action, node, { id: fault.id, occurrence: arrival });
    // What was so already is not undone.
    if (duration === null || !hasChanged) return;
    const packed = index * arrivalLimit + arrival;
    if (fault.action.endsWith('Profile')) this.profilesBefore.set(`${packed} ${node}`, profileBefore);
    const durationMs = duration.durationMs(clock.durations.of(node), fleet.ordinalOf(node), arrival);
    kernel.schedule(kernel.nowMs + durationMs, this.undone, node, packed);
  }

  /** `for` is over: a profile is again what it was, all else is the opposite of the action. */
  private undo({ fault }: Clock, index: number, node: number, arrival: number): void {
    const change = { id: fault.id, occurrence: arrival };
    const key = `${index * arrivalLimit + arrival} ${node}`;
    const profileBefore = this.profilesBefore.get(key);
    if (profileBefore !== undefined) {
      this.profilesBefore.delete(key);
      this.nodes.credentials.setProfile(node, profileBefore, change);
      return;
    }
    const inverse = inverseActions[fault.action];
    if (inverse !== undefined) this.act(fault, inverse, node, change);
  }

  /** Whether it changed anything. */
  private act(fault: Fault, action: FaultAction, node: number, change: Change): boolean {
    const { credentials, connection, power, statusChecks } = this.nodes;
    switch (action) {
      case 'stopAgent':
        return connection.stopAgent(node);
      case 'startAgent':
        return connection.startAgent(node);
      case 'restartAgent':
        return connection.restartAgent(node);
      case 'detachProfile':
        return credentials.setProfile(node, noProfile, change);
      case 'attachProfile': {
        const named = fault.instanceProfile;
        const profile =
          named === undefined ? credentials.ownProfileOf(node) : credentials.access.profileIndex(named);
        return credentials.setProfile(node, profile, change);
      }
      case 'cutNetwork':
        return connection.cutNetwork(node);
      case 'restoreNetwork':
        return connection.restoreNetwork(node);
      case 'stop':
        return power.stop(node);
      case 'start':
        return power.start(node, change);
      case 'reboot':
        return power.reboot(node, {
          id: fault.id,
          source: fault.id,
          occurrence: change.occurrence,
          by: 'fault',
        });
      case 'terminate':
        return power.terminate(node);
      case 'launch':
        return power.launch(node, change);
      case 'impairSystem':
        return statusChecks.impair(node, 'system');
      case 'restoreSystem':
        return statusChecks.repair(node, 'system');
      case 'impairInstance':
        return statusChecks.impair(node, 'instance');
      case 'restoreInstance':
        return statusChecks.repair(node, 'instance');
      case 'fillDisk':
        return connection.fillDisk(node);
      case 'freeDisk':
        return connection.freeDisk(node);
      case 'drift':
        this.simulation.facts.of(nodeFacts).driftStruck.tell(node, fault.association!);
        return true;
      case 'breakRule':
        return false;
    }
  }
}

/** A constant gap would strike every node at once: the first one is a drawn phase of it. */
function gapOf(gap: Sampler, stream: RandomStream, ordinal: number, arrival: number): number {
  if (gap.isConstant && arrival === 0) {
    return Math.max(1, Math.floor(stream.uniform(ordinal, 0) * gap.quantile(0.5)));
  }
  // A gap of nothing would keep the clock from ever moving.
  return Math.max(1, gap.durationMs(stream, ordinal, arrival));
}

/** How many nodes each launching fault brings in this replication. */
export function planLaunches(scenario: Scenario, random: RandomStreams): PlannedLaunch[] {
  const planned: PlannedLaunch[] = [];
  for (const fault of scenario.faults) {
    const groupIndex = scenario.fleet.findIndex((group) => group.name === fault.nodes.group);
    if (fault.action !== 'launch' || groupIndex < 0) continue;
    planned.push({
      groupIndex,
      faultId: fault.id,
      count: arrivalCount(scenario, random, fault) * (fault.launchCount ?? 1),
    });
  }
  return planned;
}

function arrivalCount(scenario: Scenario, random: RandomStreams, fault: Fault): number {
  if ('atMs' in fault.when)
    return fault.when.atMs >= scenario.startMs && fault.when.atMs < scenario.endMs ? 1 : 0;
  const gap = samplerOf(fault.when.every);
  const stream = random.stream('managed-nodes/fault-gap', fault.id);
  let count = 0;
  for (let atMs = scenario.startMs; ; count += 1) {
    atMs += gapOf(gap, stream, 0, count);
    if (atMs >= scenario.endMs) return count;
  }
}
