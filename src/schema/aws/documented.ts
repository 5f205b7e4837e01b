/** What of AWS a scenario may hold, each with its fields and its page. */
import { cancelCommandFields, sendCommandFields } from '../../scenario/actions/commands.ts';
import { activationFields } from '../../scenario/actions/create-activation.ts';
import {
  addTagsFields,
  createTagsFields,
  deleteTagsFields,
  removeTagsFields,
} from '../../scenario/actions/tags.ts';
import { baselineFields, updateFields } from '../../scenario/resources/baselines.ts';
import { profileFields, roleFields } from '../../scenario/resources/roles.ts';
import { groupFields } from '../../scenario/resources/targets.ts';
import { windowTargetFields } from '../../scenario/resources/window-targets.ts';
import { taskFields } from '../../scenario/resources/window-tasks.ts';
import { windowFields } from '../../scenario/resources/windows.ts';

/** Something that AWS documents on a page of its own. */
export interface Documented {
  readonly field: unknown;
  readonly page: string;
  /** In a sentence. */
  readonly is: string;
}

export const resourceTypes: Readonly<Record<string, Documented>> = {
  'AWS::SSM::PatchBaseline': {
    field: baselineFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html',
    is: 'Which patches are approved, when, and for whom',
  },
  'AWS::SSM::MaintenanceWindow': {
    field: windowFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html',
    is: 'When work may be done',
  },
  'AWS::SSM::MaintenanceWindowTarget': {
    field: windowTargetFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtarget.html',
    is: 'On which nodes a window may work',
  },
  'AWS::SSM::MaintenanceWindowTask': {
    field: taskFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindowtask.html',
    is: 'What a window does, and how fast it spreads',
  },
  'AWS::IAM::Role': {
    field: roleFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html',
    is: 'What whoever assumes it may do',
  },
  'AWS::IAM::InstanceProfile': {
    field: profileFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-instanceprofile.html',
    is: 'The role of an EC2 instance',
  },
  'AWS::ResourceGroups::Group': {
    field: groupFields,
    page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-resourcegroups-group.html',
    is: 'Resources found by their tags',
  },
};

export const calls: Readonly<Record<string, Documented>> = {
  SendCommand: {
    field: sendCommandFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html',
    is: 'Runs a command document on nodes',
  },
  CancelCommand: {
    field: cancelCommandFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html',
    is: 'Cancels a command that was sent before',
  },
  CreateActivation: {
    field: activationFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html',
    is: 'Makes an activation, known by the id of the action, for hybrid nodes to register by',
  },
  UpdatePatchBaseline: {
    field: updateFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdatePatchBaseline.html',
    is: 'Changes a patch baseline',
  },
  CreateTags: {
    field: createTagsFields,
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html',
    is: 'Tags EC2 instances',
  },
  DeleteTags: {
    field: deleteTagsFields,
    page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html',
    is: 'Removes tags from EC2 instances',
  },
  AddTagsToResource: {
    field: addTagsFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html',
    is: 'Tags a hybrid node',
  },
  RemoveTagsFromResource: {
    field: removeTagsFields,
    page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html',
    is: 'Removes tags from a hybrid node',
  },
};
