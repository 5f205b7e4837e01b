/**
 * Rules of AWS Config in a run: a change of what a rule looks at is evaluated some time later, and a result that is another
 * than before is told.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-trigger-type.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { whyUnpatchedView } from '../../capability/why-unpatched.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { power } from '../../world/node-records.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import { isIn } from '../../world/target-resolution.ts';
import { documentFacts } from '../documents/facts.ts';
import { inventoryFacts, inventoryView } from '../inventory/facts.ts';
import { nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { patchFacts } from '../patch-manager/facts.ts';
import { associationFacts, associationsView } from '../state-manager/facts.ts';
import { configFacts } from './events.ts';
import { type InventorySeen, inventoryRules } from './inventory-rules.ts';
import { configModel } from './model.ts';
import { configRule } from './resources/rules.ts';
import {
  type Evaluates,
  type EvaluationResult,
  isInScope,
  ofAssociations,
  ofPatchReport,
  ofRegistration,
} from './rules.ts';
import type { ConfigRule, Resource, RuleState } from './state.ts';

const associationResults = ['INSUFFICIENT_DATA', 'COMPLIANT', 'NON_COMPLIANT'] as const;

/** A silent node is looked at again after this long, until it is known whether it is ConnectionLost. */
const silencePatienceMs = 60_000;

export class Evaluations {
  /** In the order of the file. */
  readonly rules: readonly RuleState[];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof configFacts>;
  private readonly lag: Sampler;
  /** Of all rules. */
  private readonly resources: Resource[] = [];
  private readonly due: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { scenario, kernel, facts } = simulation;
    this.facts = facts.of(configFacts);
    this.lag = samplerOf(modelIn(scenario, configModel).lag);
    this.due = kernel.on('config/evaluation-due', (index) => this.evaluate(this.resources[index]!));
    this.rules = [...nounsOf(scenario, configRule).values()].map((rule) => ({
      rule,
      resources: new Map(),
      changeCount: 0,
      revision: 0,
    }));
    if (this.rules.length > 0) this.listen();
  }

  clear(): void {
    this.resources.length = 0;
    for (const rule of this.rules) {
      rule.resources.clear();
      rule.changeCount = 0;
      rule.revision = 0;
    }
  }

  /** What was reported before `start` has been evaluated before it. */
  start(): void {
    const { fleet } = this.simulation;
    for (const rule of this.rules) {
      if (rule.rule.managed === null) continue;
      for (let node = 0; node < fleet.count; node += 1) {
        if (!fleet.isUp(node)) continue;
        const resource = this.resourceOfNode(rule, node);
        if (resource !== null) resource.result = this.resultOf(resource);
      }
    }
  }

  /** By AWS's id or the name of a node; undefined: the rule has not seen it. */
  find(rule: RuleState, id: string): Resource | undefined {
    return rule.resources.get(id) ?? [...rule.resources.values()].find(({ name }) => name === id);
  }

  /** A remediation has succeeded. */
  repair(resource: Resource): void {
    if (modelIn(this.simulation.scenario, configModel).success === 'repairs') {
      resource.isBroken = false;
      resource.isRepaired = true;
    }
    resource.awaitsEvaluation = true;
    this.schedule(resource);
  }

  private listen(): void {
    const { facts } = this.simulation;
    const reported = (evaluates: Evaluates) => (node: number) => this.report(evaluates, node);
    facts.of(patchFacts).complianceReported.listen(reported('patch compliance'));
    facts.of(associationFacts).complianceChanged.listen(reported('association compliance'));
    const ofInventory = reported('inventory');
    facts.of(inventoryFacts).inventoryCollected.listen(ofInventory);
    facts.of(documentFacts).agentUpdated.listen(ofInventory);
    const node = facts.of(nodeFacts);
    node.nodeRegistered.listen(ofInventory);
    const changed = reported('registration');
    node.nodeRegistered.listen(changed);
    node.nodeOnline.listen(changed);
    node.nodeSilent.listen(changed);
    node.nodeStopped.listen(changed);
    node.nodeStarted.listen(changed);
    node.nodeLaunched.listen(changed);
    node.nodeTerminated.listen((one) => this.forget(one));
    node.resourceBroken.listen((rule, type, id) => this.breakResource(rule, type, id));
  }

  private report(evaluates: Evaluates, node: number): void {
    for (const rule of this.rules) {
      if (rule.rule.managed?.evaluates !== evaluates) continue;
      const resource = this.resourceOfNode(rule, node);
      if (resource === null) continue;
      resource.isRepaired = false;
      // An evaluation on its way sees what is so when it comes.
      if (this.resultOf(resource) !== resource.result || this.isUndecided(resource)) this.schedule(resource);
    }
  }

  /** Results of a resource that is deleted do not apply any more. */
  private forget(node: number): void {
    const id = this.simulation.names.idOf(node);
    for (const rule of this.rules) {
      const resource = rule.resources.get(id);
      if (resource !== undefined) this.schedule(resource);
    }
  }

  private breakResource(logicalId: string, type: string, id: string): void {
    const rule = this.rules.find(({ rule: { logicalId: one } }) => one === logicalId);
    if (rule === undefined) return;
    const node = this.simulation.names.find(id) ?? null;
    const resource = this.resource(rule, type, id, node);
    resource.isBroken = true;
    resource.isRepaired = false;
    this.schedule(resource);
  }

  /** Null: the rule does not evaluate what this node reports, such as one of another account or Region. */
  private resourceOfNode(rule: RuleState, node: number): Resource | null {
    const { fleet, names } = this.simulation;
    const { managed, scope, account } = rule.rule;
    if (managed === null || !isIn(fleet, node, account)) return null;
    if (managed.evaluates === 'registration' && fleet.groupOf(node).hybridActivation !== null) return null;
    const id = names.idOf(node);
    const known = rule.resources.get(id);
    if (known !== undefined) return known;
    const seen = { type: managed.resourceType, ids: [id, fleet.nameOf(node)], tags: fleet.tagsOf(node) };
    return isInScope(scope, seen) ? this.resource(rule, managed.resourceType, id, node) : null;
  }

  private resource(rule: RuleState, type: string, writtenId: string, node: number | null): Resource {
    const { names, fleet } = this.simulation;
    const id = node === null ? writtenId : names.idOf(node);
    const known = rule.resources.get(id);
    if (known !== undefined) return known;
    const resource: Resource = {
      rule,
      type,
      id,
      name: node === null ? id : fleet.nameOf(node),
      node,
      index: this.resources.length,
      result: 'INSUFFICIENT_DATA',
      resultMs: null,
      isBroken: false,
      isRepaired: false,
      awaitsEvaluation: false,
    };
    this.resources.push(resource);
    rule.resources.set(id, resource);
    return resource;
  }

  private schedule(resource: Resource, atLeastMs = 0): void {
    const { kernel, random, fleet } = this.simulation;
    const { rule, node, name } = resource;
    const cohort = node === null ? name : fleet.cohortOf(node).key;
    const stream = random.stream('config/lag', rule.rule.logicalId, cohort);
    const minute = Math.floor(kernel.nowMs / 60_000);
    const lagMs = this.lag.durationMs(stream, node === null ? 0 : fleet.ordinalOf(node), minute);
    kernel.schedule(kernel.nowMs + Math.max(lagMs, atLeastMs), this.due, resource.index);
  }

  private evaluate(resource: Resource): void {
    const { kernel } = this.simulation;
    const { rule, result: from, resultMs: fromMs } = resource;
    const to = this.resultOf(resource);
    resource.awaitsEvaluation = false;
    rule.revision += 1;
    if (to !== from) {
      resource.result = to;
      resource.resultMs = kernel.nowMs;
      rule.changeCount += 1;
      this.facts.complianceChanged.tell({ resource, from, to, fromMs, atMs: kernel.nowMs });
    }
    if (this.isUndecided(resource)) this.schedule(resource, silencePatienceMs);
  }

  private resultOf(resource: Resource): EvaluationResult {
    const { node, rule, isBroken, isRepaired } = resource;
    if (node !== null && this.simulation.fleet.powerOf(node) === power.terminated) return 'NOT_APPLICABLE';
    if (isBroken) return 'NON_COMPLIANT';
    if (isRepaired || node === null || rule.rule.managed === null) return 'COMPLIANT';
    return this.reportedOf(rule.rule, rule.rule.managed.evaluates, node);
  }

  private reportedOf(rule: ConfigRule, evaluates: Evaluates, node: number): EvaluationResult {
    const { views, fleet } = this.simulation;
    switch (evaluates) {
      case 'patch compliance':
        return ofPatchReport(views.of(whyUnpatchedView).complianceOf(node));
      case 'association compliance':
        return ofAssociations(
          views
            .of(associationsView)
            .associations.flatMap(({ bound, compliance }) =>
              bound[node] === 0 ? [] : [associationResults[compliance[node]!]!],
            ),
        );
      case 'inventory':
        return inventoryRules[rule.identifier]!.evaluate(rule.parameters, this.inventoryOf(node));
      case 'registration': {
        const state = fleet.powerOf(node);
        return ofRegistration({
          isRunning: state === power.running || state === power.rebooting || state === power.lost,
          isStopped: state === power.stopped,
          isOnline: views.of(nodesView).pingStatus(node) === 'Online',
        });
      }
    }
  }

  private inventoryOf(node: number): InventorySeen {
    const { fleet, views } = this.simulation;
    const inventory = views.of(inventoryView);
    const applications = inventory.reportOf(node, 'AWS:Application');
    return {
      platform: platformTypeOf(fleet.groupOf(node).os),
      agentVersion: fleet.agentVersionOf(node),
      applications:
        applications === null
          ? null
          : new Map(applications.items.map(({ Name = '', Version = '' }) => [Name, Version])),
      hasType: (type) => inventory.reportOf(node, type) !== null,
    };
  }

  /** It has fallen silent, and no heartbeat has been missed yet: no event will say that it is ConnectionLost. */
  private isUndecided({ node, rule }: Resource): boolean {
    if (node === null || rule.rule.managed?.evaluates !== 'registration') return false;
    const nodes = this.simulation.views.of(nodesView);
    return nodes.pingStatus(node) === 'Online' && !nodes.isReachable(node);
  }
}
