/**
 * Status checks of instances: faults make them fail, and what AWS recommends mends them. Nothing else about a node changes: an agent
 * or a network that is gone too is a fault of its own.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nodeFacts } from './events.ts';
import type { StatusCheck } from './facts.ts';

export class StatusChecks {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof nodeFacts>;
  private readonly failing: Readonly<Record<StatusCheck, Set<number>>> = {
    system: new Set(),
    instance: new Set(),
  };

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(nodeFacts);
    // ASSUMPTION status-check-repair: a reboot mends the instance; a start is on another host, which mends both.
    this.facts.nodeBooted.listen((node, reason) => {
      if (this.failing.instance.size + this.failing.system.size === 0) return;
      this.repair(node, 'instance');
      if (reason === 'start') this.repair(node, 'system');
    });
  }

  clear(): void {
    this.failing.system.clear();
    this.failing.instance.clear();
  }

  isImpaired(node: number, check: StatusCheck): boolean {
    return this.failing[check].has(node);
  }

  /** False: it fails already, or is no instance of EC2. */
  impair(node: number, check: StatusCheck): boolean {
    const isInstance = this.simulation.fleet.groupOf(node).hybridActivation === null;
    if (!isInstance || this.failing[check].has(node)) return false;
    this.failing[check].add(node);
    this.facts.statusCheckChanged.tell(node, check, 'impaired');
    return true;
  }

  repair(node: number, check: StatusCheck): boolean {
    if (!this.failing[check].delete(node)) return false;
    this.facts.statusCheckChanged.tell(node, check, 'ok');
    return true;
  }
}
