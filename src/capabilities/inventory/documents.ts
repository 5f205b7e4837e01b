/** The document that collects inventory: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-collection.html */
import { otherDocument } from '../../capability/documents.ts';
import type { DocumentSpec, ParameterRule } from '../../cloudformation/document-spec.ts';
import { inventoryTime } from '../documents/facts.ts';

export const gatherInventory = 'AWS-GatherSoftwareInventory';

const collected: ParameterRule = { allowed: ['Enabled', 'Disabled'] };

export const inventoryDocuments: readonly DocumentSpec[] = [
  {
    name: gatherInventory,
    type: 'Command',
    usualTime: inventoryTime,
    parameters: {
      ...{ applications: collected, awsComponents: collected, billingInfo: collected },
      ...{ customInventory: collected, files: {}, instanceDetailedInformation: collected },
      ...{ networkConfig: collected, services: collected, windowsRegistry: {}, windowsRoles: collected },
      windowsUpdates: collected,
    },
    isOnePerNode: true,
    run: {
      ...otherDocument,
      timeoutParameter: null,
      minimumAgentVersion: '2.0.790.0',
      exitCodes: {
        1: 'no association sent it, or the node could not upload its data: ssm:PutInventory and a way to Systems Manager are needed',
      },
    },
  },
];
