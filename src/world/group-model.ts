/** The model as it holds for one group: its own words first, then its operating system's, then the scenario's. */
import { type Sampler, samplerOf } from '../kernel/distributions.ts';
import type { FleetGroup } from './fleet.ts';
import type { DocumentModel, ModelOverrides } from './model.ts';
import type { Scenario } from './scenario.ts';

export interface GroupModel {
  readonly heartbeatMs: number;
  readonly missedHeartbeats: number;
  readonly registration: Sampler;
  readonly credentialRetry: Sampler;
  readonly credentialValidity: Sampler;
  readonly defaultHostManagement: Sampler;
  readonly delivery: Sampler;
  readonly undeliverableAfter: Sampler;
  readonly scan: Sampler;
  readonly install: Sampler;
  readonly reboot: Sampler;
  readonly installFails: number;
  readonly rebootFails: number;
  readonly rebootIfNeeded: 'anyInstalled' | 'required';
  document(name: string): CompiledDocument | undefined;
}

export interface CompiledDocument extends DocumentModel {
  readonly runSampler: Sampler;
}

export function compileGroupModels(scenario: Scenario): GroupModel[] {
  return scenario.fleet.map((group) => compileGroupModel(scenario, group));
}

function compileGroupModel(scenario: Scenario, group: FleetGroup): GroupModel {
  const { model, modelByOs } = scenario;
  const layers: ModelOverrides[] = [modelByOs.get(group.os) ?? {}, group.model ?? {}];
  const agent = Object.assign({}, model.agent, ...layers.map((layer) => layer.agent));
  const patching = Object.assign({}, model.patching, ...layers.map((layer) => layer.patching));
  const runCommand = Object.assign({}, model.runCommand, ...layers.map((layer) => layer.runCommand));
  const documents = new Map(
    [model.documents, ...layers.map((layer) => layer.documents)].flatMap((map) => [...(map ?? [])]),
  );
  const compiled = new Map<string, CompiledDocument>();
  return {
    heartbeatMs: agent.heartbeat,
    missedHeartbeats: agent.missedHeartbeats,
    registration: samplerOf(agent.registration),
    credentialRetry: samplerOf(agent.credentialRetry),
    credentialValidity: samplerOf(agent.credentialValidity),
    defaultHostManagement: samplerOf(agent.defaultHostManagement),
    delivery: samplerOf(runCommand.delivery),
    undeliverableAfter: samplerOf(runCommand.undeliverableAfter),
    scan: samplerOf(patching.scan),
    install: samplerOf(patching.install),
    reboot: samplerOf(patching.reboot),
    installFails: patching.installFails,
    rebootFails: patching.rebootFails,
    rebootIfNeeded: patching.rebootIfNeeded,
    document(name) {
      const known = compiled.get(name);
      if (known !== undefined) return known;
      const document = documents.get(name);
      if (document === undefined) return undefined;
      const made = { ...document, runSampler: samplerOf(document.run) };
      compiled.set(name, made);
      return made;
    },
  };
}
