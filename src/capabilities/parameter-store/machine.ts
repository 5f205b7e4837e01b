/**
 * Parameter Store: what is kept in each account and Region, who reads and writes it, and what AWS does with it in its own time.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { accountNamed } from '../../world/scenario.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { type Caller, type Denial, encryptingAction, keyDenial } from './access.ts';
import { Client } from './client.ts';
import { type ChangeOperation, parameterFacts } from './events.ts';
import { parameterStoreModelOf } from './model.ts';
import { type Looked, type ParametersView, parametersView, type Sender } from './parameters-view.ts';
import { PolicyWatch } from './policy-watch.ts';
import { type Answer, readParameters } from './reading.ts';
import type { BootRecord, CallRecord } from './records.ts';
import { lookUp } from './references.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import type { LabelRequest, Read, UnlabelRequest } from './request.ts';
import { parameter } from './resources.ts';
import { changeSetting } from './settings.ts';
import { type Parameter, type PutRequest, Shelf } from './store.ts';
import { UsageMeter } from './usage.ts';
import { Validations } from './validations.ts';
import { isValidLabel } from './versions.ts';

export class ParameterStore implements ParametersView {
  /** In the order in which they ended. */
  readonly calls: CallRecord[] = [];
  /** In the order in which they began. */
  readonly boots: BootRecord[] = [];
  readonly client: Client;
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof parameterFacts>;
  private readonly shelves = new Map<string, Shelf>();
  private readonly usage = new UsageMeter();
  private readonly policies: PolicyWatch;
  private readonly validations: Validations;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(parameterFacts);
    simulation.views.provide(parametersView, this);
    this.client = new Client(simulation, (account) => this.shelfOf(account).isHighThroughput);
    const { policyScan, imageValidation } = parameterStoreModelOf(simulation.scenario);
    this.policies = new PolicyWatch(simulation, policyScan, {
      find: (account, name) => this.shelfOf(account).find(name),
      expire: (account, name) => void this.delete(account, name),
    });
    this.validations = new Validations(simulation, imageValidation, (account, request, exception) =>
      this.validated(account, request, exception),
    );
    simulation.facts
      .of(nodeFacts)
      .settingChanged.listen((setting, value, account) =>
        changeSetting(this.shelfOf(account), setting, value),
      );
  }

  clear(): void {
    this.calls.length = 0;
    this.boots.length = 0;
    this.shelves.clear();
    this.client.clear();
    this.policies.clear();
    this.validations.clear();
  }

  /** The parameters of the file were there before. ASSUMPTION parameter-last-modified: they were last changed when the run begins. */
  start(): void {
    const { scenario } = this.simulation;
    this.usage.clear(scenario.startMs);
    for (const stored of nounsOf(scenario, parameter).values()) {
      const account = scenario.homes.get(stored.logicalId) ?? '';
      const put = this.shelfOf(account).put(stored, scenario.startMs);
      // What AWS refuses of it has been reported when the file was read.
      if (!isRefusal(put)) this.keep(account, put.parameter);
    }
  }

  shelfOf(account: string): Shelf {
    const shelf = this.shelves.get(account) ?? new Shelf();
    this.shelves.set(account, shelf);
    return shelf;
  }

  read(account: string, caller: Caller, read: Read): Answer | Refusal | Denial {
    const { scenario } = this.simulation;
    const shelf = this.shelfOf(account);
    const where = accountNamed(scenario, account);
    const answer = readParameters({ nouns: scenario.nouns, account: where, shelf }, caller, read);
    if (!isRefusal(answer)) this.usage.count(answer.own, shelf.isHighThroughput);
    return answer;
  }

  lookUp(source: Sender, parameters: RunSource['parameters']): Looked {
    return lookUp(this.simulation.scenario, source, parameters, (account, caller, read) =>
      this.read(account, caller, read),
    );
  }

  put(account: string, caller: Caller, request: PutRequest): Parameter | Refusal | Denial {
    const { scenario, kernel } = this.simulation;
    const shelf = this.shelfOf(account);
    const put = shelf.put(request, kernel.nowMs);
    if (isRefusal(put)) return put;
    const { parameter: written, isNew } = put;
    const { key } = written.versions.at(-1)!;
    const action = encryptingAction(written.tier);
    const denial = key === null ? null : keyDenial(scenario.nouns, key, caller, action);
    if (denial !== null) return denial;
    this.usage.count([written], shelf.isHighThroughput);
    if (written.dataType === 'aws:ec2:image') this.validations.add(account, request);
    else {
      this.keep(account, written);
      this.told(isNew ? 'Create' : 'Update', written, account);
    }
    return written;
  }

  label(account: string, { name, version, labels }: LabelRequest): readonly string[] | Refusal {
    const labelled = this.shelfOf(account).label(name, version, labels);
    if (isRefusal(labelled)) return labelled;
    this.told('LabelParameterVersion', labelled, account);
    return labels.filter((label) => !isValidLabel(label));
  }

  /** AWS tells EventBridge of labels that are put on, and of none that is taken off. */
  unlabel(account: string, { name, version, labels }: UnlabelRequest): readonly string[] | Refusal {
    return this.shelfOf(account).unlabel(name, version, labels);
  }

  delete(account: string, name: string): Parameter | Refusal {
    const { nowMs } = this.simulation.kernel;
    const deleted = this.shelfOf(account).delete(name, nowMs);
    if (isRefusal(deleted)) return deleted;
    if (deleted.tier === 'Advanced') this.usage.changeAdvanced(-1, nowMs);
    this.told('Delete', deleted, account);
    return deleted;
  }

  monthlyCost(): number {
    const { startMs, endMs } = this.simulation.scenario;
    return this.usage.monthlyCost(startMs, endMs);
  }

  private keep(account: string, kept: Parameter): void {
    const shelf = this.shelfOf(account);
    const before = shelf.find(kept.name);
    const change = Number(kept.tier === 'Advanced') - Number(before?.tier === 'Advanced');
    if (change !== 0) this.usage.changeAdvanced(change, this.simulation.kernel.nowMs);
    shelf.keep(kept);
    if (kept.policies.length > 0) this.policies.watch(account, kept, before);
  }

  /** What AWS says of a value that it has looked at. Null: it is an image. */
  private validated(account: string, request: PutRequest, exception: string | null): void {
    const put = this.shelfOf(account).put(
      { ...request, overwrite: true, tags: {} },
      this.simulation.kernel.nowMs,
    );
    if (isRefusal(put)) return;
    if (exception === null) this.keep(account, put.parameter);
    this.told(put.isNew ? 'Create' : 'Update', put.parameter, account, exception);
  }

  private told(
    operation: ChangeOperation,
    changed: Parameter,
    account: string,
    exception: string | null = null,
  ): void {
    this.facts.parameterChanged.tell({ operation, parameter: changed, account, exception });
  }
}

export interface Machine {
  readonly parameters: ParameterStore;
}
