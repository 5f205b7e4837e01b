/**
 * The types of inventory, what of each fleetsim knows, and where its reports come from.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html
 */
import type { PlatformType } from '../../world/operating-systems.ts';

export interface InventoryType {
  readonly name: string;
  /** Attributes that AWS documents. */
  readonly attributes: readonly string[];
  /** Those whose values a run knows. Empty: only that it was collected, and when. */
  readonly known: readonly string[];
  /** Who reports it. */
  readonly from:
    | 'association'
    | 'agent'
    | 'Patch Manager'
    | 'compliance'
    | 'Systems Manager'
    | 'PutInventory';
  /** Of AWS-GatherSoftwareInventory: whether it is collected. */
  readonly parameter?: string;
  /** Where there is something to collect; absent: everywhere. */
  readonly platforms?: readonly PlatformType[];
}

const onWindows = ['Windows'] as const;
const software = ['Name', 'ApplicationType', 'Publisher', 'Version', 'InstalledTime', 'Architecture', 'URL'];
const patchStates = [
  'InstalledCount',
  'InstalledOtherCount',
  'InstalledPendingRebootCount',
  'InstalledRejectedCount',
  'MissingCount',
  'FailedCount',
  'NotApplicableCount',
];

export const inventoryTypes: readonly InventoryType[] = [
  {
    name: 'AWS:Application',
    attributes: [...software, 'Summary', 'PackageId', 'Release', 'Epoch', 'CompType'],
    known: ['Name', 'Version'],
    from: 'association',
    parameter: 'applications',
  },
  {
    name: 'AWS:AWSComponent',
    attributes: software,
    known: ['Name', 'Version'],
    from: 'association',
    parameter: 'awsComponents',
  },
  {
    name: 'AWS:WindowsUpdate',
    attributes: ['HotFixId', 'Description', 'InstalledTime', 'InstalledBy'],
    known: ['HotFixId'],
    from: 'association',
    parameter: 'windowsUpdates',
    platforms: onWindows,
  },
  {
    name: 'AWS:Network',
    attributes: ['Name', 'SubnetMask', 'Gateway', 'DHCPServer', 'DNSServer', 'MacAddress', 'IPV4', 'IPV6'],
    known: [],
    from: 'association',
    parameter: 'networkConfig',
  },
  {
    name: 'AWS:InstanceDetailedInformation',
    attributes: ['CPUModel', 'CPUCores', 'CPUs', 'CPUSpeedMHz', 'CPUSockets', 'OSServicePack'],
    known: [],
    from: 'association',
    parameter: 'instanceDetailedInformation',
  },
  {
    name: 'AWS:Service',
    attributes: ['Name', 'DisplayName', 'ServiceType', 'Status', 'StartType'],
    known: [],
    from: 'association',
    parameter: 'services',
    platforms: onWindows,
  },
  {
    name: 'AWS:WindowsRole',
    attributes: ['Name', 'DisplayName', 'Path', 'FeatureType', 'DependsOn', 'Installed', 'InstalledState'],
    known: [],
    from: 'association',
    parameter: 'windowsRoles',
    platforms: onWindows,
  },
  {
    name: 'AWS:BillingInfo',
    attributes: ['BillingProductId'],
    known: [],
    from: 'association',
    parameter: 'billingInfo',
  },
  {
    name: 'AWS:File',
    attributes: [
      'Name',
      'Size',
      'Description',
      'FileVersion',
      'InstalledDate',
      'ModificationTime',
      'InstalledDir',
    ],
    known: [],
    from: 'association',
    parameter: 'files',
  },
  {
    name: 'AWS:WindowsRegistry',
    attributes: ['ValueName', 'ValueType', 'KeyPath', 'Value'],
    known: [],
    from: 'association',
    parameter: 'windowsRegistry',
    platforms: onWindows,
  },
  {
    name: 'AWS:InstanceInformation',
    attributes: [
      ...['AgentType', 'AgentVersion', 'ComputerName', 'InstanceId', 'InstanceStatus', 'IpAddress'],
      ...['PlatformName', 'PlatformType', 'PlatformVersion', 'ResourceType'],
    ],
    known: [
      ...['AgentType', 'AgentVersion', 'ComputerName', 'InstanceId', 'InstanceStatus', 'PlatformName'],
      ...['PlatformType', 'ResourceType'],
    ],
    from: 'agent',
  },
  {
    name: 'AWS:Tag',
    attributes: ['Key', 'Value'],
    known: ['Key', 'Value'],
    from: 'Systems Manager',
  },
  {
    name: 'AWS:PatchSummary',
    attributes: [...patchStates, 'BaselineId', 'PatchGroup', 'OperationType', 'OperationEndTime'],
    known: patchStates.slice(0, -1),
    from: 'Patch Manager',
  },
  {
    name: 'AWS:PatchCompliance',
    attributes: ['Title', 'KBId', 'Classification', 'Severity', 'State', 'InstalledTime'],
    known: [],
    from: 'Patch Manager',
  },
  {
    name: 'AWS:ComplianceItem',
    attributes: ['ComplianceType', 'Id', 'Status', 'Severity', 'Title', 'ExecutionTime'],
    known: ['ComplianceType', 'Id', 'Status', 'Severity'],
    from: 'compliance',
  },
  {
    name: 'AWS:ComplianceSummary',
    attributes: ['ComplianceType', 'Status', 'CompliantCount', 'NonCompliantCount'],
    known: ['ComplianceType', 'Status', 'CompliantCount', 'NonCompliantCount'],
    from: 'compliance',
  },
];

const byName = new Map(inventoryTypes.map((type) => [type.name, type]));

export function typeNamed(name: string): InventoryType | undefined {
  return byName.get(name);
}

/** #inventory-custom: a type of the user's own. */
export function isCustom(name: string): boolean {
  return name.startsWith('Custom:');
}

/** A type of the user's own has the attributes that its reports have. */
export function customType(name: string): InventoryType {
  return { name, attributes: [], known: [], from: 'PutInventory' };
}
