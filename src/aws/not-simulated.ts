/** Types and calls of AWS that this version does not simulate, with what to write instead. */

interface Replacement {
  readonly touches: string;
  readonly instead: string;
}

/** Of a type that is not simulated: none of those that make something run on nodes. */
export const otherTypes: Replacement = {
  touches: 'the run is the same without it',
  instead: 'nothing: it may stay in the file',
};

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Calls by what they belong to. */
export const unsimulatedCalls: readonly {
  readonly of: string;
  readonly names: readonly string[];
  readonly instead: string;
}[] = [
  {
    of: 'State Manager',
    names:
      words(`CreateAssociationBatch UpdateAssociationStatus DescribeAssociation ListAssociations ListAssociationVersions
      DescribeAssociationExecutions DescribeAssociationExecutionTargets DescribeInstanceAssociationsStatus
      DescribeEffectiveInstanceAssociations`),
    instead:
      'write CreateAssociation for each association of a batch; what the lists return is in the result of fleetsim run --json',
  },
  {
    of: 'Automation',
    names: words(`GetAutomationExecution
      DescribeAutomationExecutions DescribeAutomationStepExecutions StartExecutionPreview
      GetExecutionPreview`),
    instead:
      'write what the runbook does to nodes: SendCommand under actions, or faults such as { action: start } and { action: stop }',
  },
  {
    of: 'Session Manager',
    names: words('DescribeSessions GetConnectionStatus GetAccessToken StartAccessRequest'),
    instead:
      'remove it: sessions and what came of them are in the result of fleetsim run --json; StartSession under actions starts one',
  },
  {
    of: 'Inventory and Compliance',
    names: words(`GetInventory GetInventorySchema ListInventoryEntries DescribeInventoryDeletions
      PutComplianceItems ListComplianceItems ListComplianceSummaries ListResourceComplianceSummaries CreateResourceDataSync
      UpdateResourceDataSync DeleteResourceDataSync ListResourceDataSync`),
    instead:
      'remove it: fleetsim inventory shows what was reported, and patch compliance is in the result of fleetsim run --json',
  },
  {
    of: 'Maintenance Windows by call',
    names: words(`CreateMaintenanceWindow DeleteMaintenanceWindow GetMaintenanceWindow
      GetMaintenanceWindowExecution GetMaintenanceWindowExecutionTask GetMaintenanceWindowExecutionTaskInvocation
      GetMaintenanceWindowTask DescribeMaintenanceWindows DescribeMaintenanceWindowExecutions
      DescribeMaintenanceWindowExecutionTasks DescribeMaintenanceWindowExecutionTaskInvocations
      DescribeMaintenanceWindowSchedule DescribeMaintenanceWindowTargets DescribeMaintenanceWindowTasks
      DescribeMaintenanceWindowsForTarget`),
    instead:
      'write the window under resources: UpdateMaintenanceWindow under actions changes it while a run goes on',
  },
  {
    of: 'Patch Manager by call',
    names: words(`DeletePatchBaseline GetPatchBaseline GetPatchBaselineForPatchGroup GetDefaultPatchBaseline
      DescribePatchBaselines DescribePatchGroups DescribePatchGroupState DescribePatchProperties DescribeAvailablePatches
      DescribeEffectivePatchesForPatchBaseline DescribeInstancePatches DescribeInstancePatchStates
      DescribeInstancePatchStatesForPatchGroup
      GetDeployablePatchSnapshotForInstance`),
    instead: 'write the AWS::SSM::PatchBaseline under resources',
  },
  {
    of: 'Run Command and nodes by call',
    names:
      words(`ListCommands ListCommandInvocations GetCommandInvocation DescribeInstanceInformation DescribeInstanceProperties
      ListNodes ListNodesSummary UpdateManagedInstanceRole DescribeActivations DeleteActivation
      ListTagsForResource GetServiceSetting ResetServiceSetting GetCalendarState`),
    instead:
      'remove it, or say the change with faults; what the lists return is in the result of fleetsim run --json',
  },
  {
    of: 'Documents',
    names:
      words(`CreateDocument UpdateDocument UpdateDocumentDefaultVersion UpdateDocumentMetadata DeleteDocument
      DescribeDocument DescribeDocumentPermission GetDocument ListDocuments ListDocumentVersions ListDocumentMetadataHistory
      ModifyDocumentPermission`),
    instead: 'write the AWS::SSM::Document under resources',
  },
  {
    of: 'OpsCenter',
    names: words(`DeleteOpsItem GetOpsItem DescribeOpsItems GetOpsSummary ListOpsItemEvents
      ListOpsItemRelatedItems AssociateOpsItemRelatedItem DisassociateOpsItemRelatedItem CreateOpsMetadata UpdateOpsMetadata
      DeleteOpsMetadata GetOpsMetadata ListOpsMetadata`),
    instead: 'remove it: OpsItems are in the result of fleetsim run --json',
  },
  {
    of: 'EventBridge by call',
    names: words('PutRule DeleteRule EnableRule DisableRule PutTargets RemoveTargets ListRules DescribeRule'),
    instead: 'write the AWS::Events::Rule under resources',
  },
  {
    of: 'EventBridge Scheduler',
    names: words('CreateSchedule UpdateSchedule DeleteSchedule'),
    instead: 'write the AWS::Scheduler::Schedule under resources',
  },
  {
    of: 'AWS Config by call',
    names: words(`PutConfigRule DeleteConfigRule StartConfigRulesEvaluation PutRemediationConfigurations
      PutRemediationExceptions DeleteRemediationExceptions`),
    instead:
      'write the AWS::Config::ConfigRule and the AWS::Config::RemediationConfiguration under resources',
  },
  {
    of: 'Amazon EC2 and IAM',
    names: words(`StartInstances StopInstances RebootInstances TerminateInstances RunInstances
      DisassociateIamInstanceProfile ReplaceIamInstanceProfileAssociation DeleteVpcEndpoints
      AttachRolePolicy DetachRolePolicy PutRolePolicy DeleteRolePolicy`),
    instead:
      'write it as an entry of faults, such as { action: start }, { action: detachProfile } or { action: launch }',
  },
];

const byName: ReadonlyMap<string, (typeof unsimulatedCalls)[number]> = new Map(
  unsimulatedCalls.flatMap((group) => group.names.map((name) => [name, group] as const)),
);

/** Null: there is no such call, as far as is known here. */
export function unsimulatedCall(name: string): { readonly of: string; readonly instead: string } | null {
  return byName.get(name) ?? null;
}
