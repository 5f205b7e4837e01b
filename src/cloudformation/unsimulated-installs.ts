/** Resources that install patches and are not simulated: on which nodes, as far as the file says it. */
import { patchingDocuments } from '../aws/patching-documents.ts';
import type { UnsimulatedInstall } from '../world/scenario.ts';
import type { DeclaredResource } from './declared.ts';
import { documentName } from './document-spec.ts';
import type { Stack } from './stack.ts';
import { criterionOf } from './targets.ts';
import { entry, isPartlyUnknown, itemsOf, textOf, textsOf, type Value } from './value.ts';

export function unsimulatedInstalls(stack: Stack): UnsimulatedInstall[] {
  return [...stack.declared.values()].flatMap((resource) => {
    const name = `${resource.type} ${resource.logicalId}`;
    const properties = stack.lenient.valueOf(resource.properties, []);
    if (resource.type === 'AWS::SSM::Association') {
      return installs(properties) ? [{ name, group: groupOf(properties, stack) }] : [];
    }
    return isPatchPolicy(resource, properties) ? [{ name, group: null }] : [];
  });
}

/** A document that is not known by name may be anything, and is not taken for one that patches. */
function installs(association: Value): boolean {
  const document = textOf(entry(association, 'Name'));
  if (document === null || !patchingDocuments.includes(documentName(document))) return false;
  const parameters = entry(association, 'Parameters');
  const operation = entry(parameters, 'Operation') ?? entry(parameters, 'Action');
  return !itemsOf(operation).some((one) => /^scan$/i.test(textOf(one) ?? ''));
}

/** Quick Setup names the kind of each of its configurations. */
function isPatchPolicy({ type }: DeclaredResource, properties: Value): boolean {
  if (type !== 'AWS::SSMQuickSetup::ConfigurationManager') return false;
  const definitions = itemsOf(entry(properties, 'ConfigurationDefinitions'));
  return definitions.some((one) => textOf(entry(one, 'Type')) === 'AWSQuickSetupType-PatchPolicy');
}

function groupOf(association: Value, stack: Stack): UnsimulatedInstall['group'] {
  const targets = entry(association, 'Targets');
  const instance = textOf(entry(association, 'InstanceId'));
  if (instance !== null) return { targets: [], instanceIds: [instance] };
  if (targets === undefined || isPartlyUnknown(targets)) return null;
  const criteria = itemsOf(targets).map((one) => ({
    Key: textOf(entry(one, 'Key')) ?? '',
    Values: textsOf(entry(one, 'Values')),
  }));
  // An association may mean every node, which no other sender may: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
  if (criteria.some(({ Key, Values }) => Key.toLowerCase() === 'instanceids' && Values.includes('*')))
    return null;
  return { targets: criteria.flatMap((criterion) => criterionOf(criterion, stack)), instanceIds: [] };
}
