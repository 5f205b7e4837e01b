/**
 * Tags and instance profiles of instances.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html and
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html
 */
import { nodeFacts } from '../../managed-nodes/facts.ts';
import type { StepRun } from '../actions/action.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { instancesMeant, profileAnswer, unknownInstances } from './ec2-instances.ts';
import type { Instance } from './instances.ts';
import {
  type Answer,
  ApiError,
  accountOf,
  askedBy,
  callsOf,
  filterOf,
  listIn,
  matchesFilters,
  textIn,
  textsIn,
} from './service.ts';

export const tagCalls = callsOf('ec2', {
  CreateTags: (inputs, run) => tagAll(inputs, run, (value) => value),
  DeleteTags: (inputs, run) => tagAll(inputs, run, () => null),
  DescribeTags(inputs, run) {
    const wanted = filterOf(inputs, 'resource-id');
    // Tags of volumes, images and the like are not in the file.
    if (wanted.some((id) => /^(?!m?i-)[a-z]+-[0-9a-f]{8,17}$/.test(id))) return undefined;
    const found = instancesMeant({ InstanceIds: wanted }, run);
    if (found instanceof ApiError) return { Tags: [] };
    const Tags = found
      .flatMap((one) =>
        tagsOf(one, run).map(([Key, Value]) => ({
          Key,
          Value,
          ResourceId: one.id,
          ResourceType: 'instance',
        })),
      )
      .filter((tag) => matchesFilters(inputs, (name) => ({ key: [tag.Key], value: [tag.Value] })[name]));
    return { Tags };
  },

  DescribeIamInstanceProfileAssociations(inputs, run) {
    const ids = [...textsIn(inputs, 'AssociationIds').map(instanceOf), ...filterOf(inputs, 'instance-id')];
    const found = instancesMeant({ InstanceIds: ids }, run);
    if (found instanceof ApiError) return found;
    return { IamInstanceProfileAssociations: found.flatMap((one) => associationOf(one, run) ?? []) };
  },
  AssociateIamInstanceProfile(inputs, run) {
    const id = textIn(inputs, 'InstanceId');
    const instance = run.cloud.instances.find(id, accountOf(run));
    if (instance === undefined) return unknownInstances([id]);
    if (associationOf(instance, run) !== null) {
      const message = `There is an existing association for instance ${id}`;
      return new ApiError('IncorrectState', message);
    }
    return associate(instance, inputs, run);
  },
  ReplaceIamInstanceProfileAssociation(inputs, run) {
    const id = textIn(inputs, 'AssociationId');
    const instance = run.cloud.instances.find(instanceOf(id), accountOf(run));
    if (instance === undefined || associationOf(instance, run) === null)
      return new ApiError('NoSuchAssociation', `An association with the ID '${id}' does not exist`);
    return associate(instance, inputs, run);
  },
  DisassociateIamInstanceProfile(inputs, run) {
    const id = textIn(inputs, 'AssociationId');
    const instance = run.cloud.instances.find(instanceOf(id), accountOf(run));
    const association = instance === undefined ? null : associationOf(instance, run);
    if (instance === undefined || association === null)
      return new ApiError('NoSuchAssociation', `An association with the ID '${id}' does not exist`);
    ask(instance, null, run);
    return { IamInstanceProfileAssociation: { ...association, State: 'disassociating' } };
  },
});

/** What is no node, such as a volume, is taken to exist. */
function tagAll(inputs: ValueMap, run: StepRun, changed: (value: string) => string | null): Answer {
  const ids = textsIn(inputs, 'Resources');
  const isOther = (id: string) =>
    /^(?!i-)[a-z]+-[0-9a-f]{8,}$/.test(id) && run.cloud.instances.find(id, accountOf(run)) === undefined;
  const instances = ids.filter((id) => !isOther(id));
  const found = instances.length === 0 ? [] : instancesMeant({ InstanceIds: instances }, run);
  if (found instanceof ApiError) return found;
  for (const { node } of found) if (node !== null) tagNode(node, inputs, run, changed);
  return {};
}

export function tagNode(
  node: number,
  inputs: ValueMap,
  { simulation }: StepRun,
  changed: (value: string) => string | null = (value) => value,
): void {
  const changes = listIn(inputs, 'Tags').map((tag) => {
    const { Key = '', Value = '' } = tag as { Key?: Value; Value?: Value };
    return [String(Key), changed(String(Value))] as const;
  });
  simulation.facts.of(nodeFacts).tagsRequested.tell(node, Object.fromEntries(changes));
}

function tagsOf({ node }: Instance, { simulation: { fleet } }: StepRun): [string, string][] {
  return node === null ? [] : Object.entries(fleet.tagsOf(node));
}

const associationId = (instance: string): string => instance.replace(/^i-/, 'iip-assoc-');
const instanceOf = (association: string): string => association.replace(/^iip-assoc-/, 'i-');

function associationOf(instance: Instance, run: StepRun): ValueMap | null {
  const IamInstanceProfile = profileAnswer(instance, run);
  if (IamInstanceProfile === null) return null;
  return {
    AssociationId: associationId(instance.id),
    InstanceId: instance.id,
    State: 'associated',
    IamInstanceProfile,
  };
}

function associate(instance: Instance, inputs: ValueMap, run: StepRun): Answer {
  const { Name, Arn } = (inputs['IamInstanceProfile'] ?? {}) as { Name?: Value; Arn?: Value };
  ask(
    instance,
    String(Name ?? Arn ?? '')
      .split('/')
      .at(-1)!,
    run,
  );
  return { IamInstanceProfileAssociation: associationOf(instance, run) };
}

function ask({ node }: Instance, profile: string | null, run: StepRun): void {
  if (node !== null) run.simulation.facts.of(nodeFacts).profileRequested.tell(node, profile, askedBy(run));
}
