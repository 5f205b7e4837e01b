/** What documents of AWS need of a node, and what they change on it, apart from the time they take. */
import { policiesAllow } from '../../aws/iam.ts';
import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { modelByGroup, OfNodes } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import {
  type AgentReleases,
  agentReleasesModel,
  newestAgentVersion,
  updatedAgentVersion,
} from './agent-releases.ts';
import { manageCloudWatchAgent, refreshAssociation, updateAgent } from './aws-documents.ts';
import { documentFacts } from './events.ts';

export interface Effect {
  /** Whether the document fails there, with what the node lacks. Undefined: it does not. */
  failsFor?(node: number, run: DocumentRun): CauseId | null | undefined;
  /** Whether the end of it fails, such as an upload. */
  failsAtEnd?(node: number, run: DocumentRun): boolean;
  /** It has succeeded on the node. */
  onSuccess?(node: number, run: DocumentRun): void;
}

export class Effects {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  private readonly facts: FactsIn<typeof documentFacts>;
  private readonly releases: OfNodes<AgentReleases>;
  private readonly byDocument: Map<string, Effect>;

  constructor(simulation: Simulation) {
    const { facts, fleet, scenario, views } = simulation;
    this.simulation = simulation;
    this.nodes = views.of(nodesView);
    this.facts = facts.of(documentFacts);
    this.releases = new OfNodes(
      fleet,
      modelByGroup(scenario, agentReleasesModel, (values) => values),
    );
    this.byDocument = new Map<string, Effect>([
      [
        updateAgent,
        {
          failsFor: (node, run) =>
            this.lacksS3(node) ?? (this.versionAfter(node, run) === null ? null : undefined),
          onSuccess: (node, run) => this.updateAgent(node, run),
        },
      ],
      [manageCloudWatchAgent, { failsFor: (node, run) => this.lacksParameter(node, run) }],
      [
        refreshAssociation,
        {
          onSuccess: (node, { source }) =>
            this.facts.associationsRefreshed.tell(node, source.parameters['associationIds'] ?? []),
        },
      ],
    ]);
  }

  add(document: string, effect: Effect): void {
    this.byDocument.set(document, effect);
  }

  of(document: string): Effect | undefined {
    return this.byDocument.get(document);
  }

  /**
   * The agent's versions lie in buckets of AWS.
   *
   * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html
   */
  private lacksS3(node: number): CauseId | undefined {
    return this.nodes.missingPrerequisites(node).find((cause) => cause === 'ENDPOINT_MISSING_S3');
  }

  /**
   * A configuration in Parameter Store is read in the name of the node.
   *
   * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html
   */
  private lacksParameter(node: number, { source: { parameters } }: DocumentRun): null | undefined {
    const reads = parameters['action']?.[0]?.startsWith('configure') ?? false;
    const isStored = (parameters['optionalConfigurationSource']?.[0] ?? 'ssm') === 'ssm';
    const isNamed = (parameters['optionalConfigurationLocation']?.[0] ?? '') !== '';
    if (!reads || !isStored) return undefined;
    const profile = this.nodes.profileOf(node);
    const mayRead = profile !== null && policiesAllow(profile, 'ssm:GetParameter');
    return isNamed && mayRead ? undefined : null;
  }

  private versionAfter(node: number, { source: { parameters } }: DocumentRun): string | null {
    const { fleet, kernel, scenario } = this.simulation;
    return updatedAgentVersion({
      installed: fleet.agentVersionOf(node),
      newest: newestAgentVersion(this.releases.of(node), kernel.nowMs - scenario.startMs),
      wanted: parameters['version']?.[0],
      allowDowngrade: parameters['allowDowngrade']?.[0] === 'true',
    });
  }

  private updateAgent(node: number, run: DocumentRun): void {
    const { fleet } = this.simulation;
    const installed = fleet.agentVersionOf(node);
    const version = this.versionAfter(node, run);
    if (version === null || version === installed) return;
    fleet.agentVersions.set(node, version);
    this.facts.agentUpdated.tell(node, version, installed);
  }
}
