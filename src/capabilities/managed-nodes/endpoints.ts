/**
 * VPC endpoints that calls make: pending at first, then available to the nodes of their subnets.
 *
 * AWS: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import type { EndpointName } from '../../world/network.ts';
import { power } from '../../world/node-records.ts';
import type { AccessTable } from './access.ts';
import type { Connection } from './connection.ts';
import { nodeFacts } from './events.ts';
import { changesModel } from './model.ts';
import { type EndpointType, endpointRefusal } from './rules-calls.ts';

export interface EndpointRequest {
  readonly endpoint: EndpointName;
  readonly type: EndpointType;
  /** `com.amazonaws.us-east-1.ssm` */
  readonly service: string;
  readonly subnets: readonly string[];
}

interface Pending extends EndpointRequest {
  readonly account: string;
}

export class VpcEndpoints {
  private readonly simulation: Simulation;
  private readonly access: AccessTable;
  private readonly connection: Connection;
  /** All that were made, in the order of their calls: an event holds a place in it. */
  private readonly made: Pending[] = [];
  private readonly available: EventType;

  constructor(simulation: Simulation, access: AccessTable, connection: Connection) {
    this.simulation = simulation;
    this.access = access;
    this.connection = connection;
    this.available = simulation.kernel.on('managed-nodes/endpoint-due', (place) => {
      this.open(this.made[place]!);
    });
  }

  clear(): void {
    this.made.length = 0;
  }

  /** What AWS answers if it refuses. */
  create(request: EndpointRequest, { id, account = '' }: Action): string | null {
    const refusal = endpointRefusal(
      request.type,
      request.subnets.some((subnet) => this.isThere(account, subnet, request.endpoint)),
    );
    if (refusal !== null) return refusal;
    const { kernel, random, scenario, facts } = this.simulation;
    const place = this.made.push({ ...request, account }) - 1;
    facts.of(nodeFacts).endpointRequested.tell(id, request.service, request.subnets);
    // ASSUMPTION endpoint-available: a gateway is a route, which is there at once.
    const waits = samplerOf(modelIn(scenario, changesModel).endpointAvailable);
    const stream = random.stream('managed-nodes/endpoint', id);
    const delayMs = request.type === 'Gateway' ? 0 : waits.durationMs(stream, 0, 0);
    kernel.schedule(kernel.nowMs + delayMs, this.available, place);
    return null;
  }

  private isThere(account: string, subnet: string, endpoint: EndpointName): boolean {
    return (
      this.access.subnetOf({ account, subnet })?.endpoints.has(endpoint) === true ||
      this.made.some(
        (one) => one.account === account && one.endpoint === endpoint && one.subnets.includes(subnet),
      )
    );
  }

  private open({ account, endpoint, service, subnets }: Pending): void {
    const { fleet } = this.simulation;
    for (const subnet of subnets) this.access.addEndpoint(account, subnet, endpoint);
    for (const { group, first, count } of fleet.cohorts) {
      const isServed = group.subnet !== null && subnets.includes(group.subnet);
      if (!isServed || (group.account ?? '') !== account) continue;
      for (let node = first; node < first + count; node += 1) {
        if (fleet.powerOf(node) !== power.notLaunched) this.connection.openEndpoint(node, service);
      }
    }
  }
}
