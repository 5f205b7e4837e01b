import type { Meanings } from '../../fields/meaning.ts';

const categories = 'Availability, Cost, Performance, Recovery or Security';
const severity = 'From 1, critical, to 4, low';
const priority = 'From 1 to 5; your organization says what each means';
const related = 'OpsItems that have something in common with it, at most 10';
const notifications = 'Topics of SNS in the same account and Region, told of its creation and each change';
const changeRequests = 'Of OpsItems of the type /aws/changerequest only';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html */
export const opsMeanings: Meanings = {
  'CreateOpsItem.AccountId':
    'The account in which it is created, in the same Region. Absent: that of the call',
  'CreateOpsItem.Category': categories,
  'CreateOpsItem.Description': 'What has happened, for who sees it for the first time',
  'CreateOpsItem.Notifications': notifications,
  'CreateOpsItem.OperationalData':
    'Data by key: /aws/dedup has the deduplication string, /aws/resources the related resources, /aws/automations the associated runbooks, each as JSON text; others are your own',
  'CreateOpsItem.OpsItemType': { says: 'What it is', default: '/aws/issue' },
  'CreateOpsItem.Priority': priority,
  'CreateOpsItem.RelatedOpsItems': related,
  'CreateOpsItem.Severity': severity,
  'CreateOpsItem.Source': 'Where it comes from, such as EC2; it cannot contain aws, amazon or amzn',
  'CreateOpsItem.Tags': 'Tags of it; the caller needs ssm:AddTagsToResource for them',
  'CreateOpsItem.Title': 'A short heading',
  'CreateOpsItem.ActualStartTime': changeRequests,
  'CreateOpsItem.ActualEndTime': changeRequests,
  'CreateOpsItem.PlannedStartTime': changeRequests,
  'CreateOpsItem.PlannedEndTime': changeRequests,
  'UpdateOpsItem.Category': categories,
  'UpdateOpsItem.Description': 'The new description',
  'UpdateOpsItem.Notifications': notifications,
  'UpdateOpsItem.OperationalData': 'Keys to add or to change; the deduplication string cannot be changed',
  'UpdateOpsItem.OperationalDataToDelete': 'Keys to remove',
  'UpdateOpsItem.OpsItemArn': 'Its ARN',
  'UpdateOpsItem.OpsItemId':
    'The OpsItem: the id of its CreateOpsItem action, its id as results have it, or the alarm, rule or runbook whose newest it is',
  'UpdateOpsItem.Priority': priority,
  'UpdateOpsItem.RelatedOpsItems': related,
  'UpdateOpsItem.Severity': severity,
  'UpdateOpsItem.Status': 'Open, InProgress or Resolved',
  'UpdateOpsItem.Title': 'The new title',
  'UpdateOpsItem.ActualStartTime': changeRequests,
  'UpdateOpsItem.ActualEndTime': changeRequests,
  'UpdateOpsItem.PlannedStartTime': changeRequests,
  'UpdateOpsItem.PlannedEndTime': changeRequests,
};
