/** Where a field takes more or less than AWS's model of its API says, and why. The first that matches is the reason. */
interface Deviation {
  /** Of `AWS::SSM::MaintenanceWindow.Enabled: not of the API` and the like. */
  readonly of: RegExp;
  readonly because: string;
}

export const deviations: readonly Deviation[] = [
  {
    of: /^(Create|Update)OpsItem\.(Actual|Planned)(Start|End)Time: pattern/,
    because: 'a time is written as everywhere in a scenario',
  },
  {
    of: /^(CreateOpsItem\.Tags\[\]|UpdateOpsItem\.OpsItemArn)/,
    because: 'nothing depends on tags or on the ARN',
  },
  {
    of: /^CreateOpsItem\.OpsItemType: enum|^UpdateOpsItem\.Status: enum/,
    because: 'the words that the text of the API gives; statuses of change requests are none of OpsItems',
  },
  {
    of: /^UpdateOpsItem\.OpsItemId: /,
    because: 'an OpsItem is known by the action that made it, since AWS makes up the id',
  },
  {
    of: /^(Create|Update)OpsItem\.OperationalData\.<name>\.Value: max/,
    because: 'AWS has a limit in bytes, which is a refusal of its own',
  },
  {
    of: /^AWS::SSM::Parameter\.(Overwrite|Tags.*|Type): /,
    because:
      'CloudFormation overwrites by itself, takes tags as a map, and always needs a type; the API makes them optional or a list',
  },
  {
    of: /^(?:Label|Unlabel)ParameterVersion\.ParameterVersion: (min|max) /,
    because: 'versions are numbers from 1',
  },
  {
    of: /^(Stop|Send)Automation\w+\.AutomationExecutionId: /,
    because: 'an execution is known by the id that the result has, since AWS makes up the other',
  },
  {
    of: /^StartAutomationExecution\.(TargetLocations\[\]\.(ExcludeAccounts|TargetLocationAlarmConfiguration)|TargetLocationsURL)/,
    because: 'taken as it is, without effect on a run',
  },
  {
    of: /^StartAutomationExecution\.TargetLocations\[\]\.Target(Location|s)Max(Concurrency|Errors): (min|max|pattern) /,
    because: 'the same in one pattern: one to seven characters',
  },
  {
    of: /^(StartAutomationExecution\.(TargetMaps|Tags\[\])|SendAutomationSignal\.Payload)/,
    because: 'parameters and tags as every other call has them; nothing depends on how long they may be',
  },
  {
    of: /^StartChangeRequestExecution\.(Runbooks\[\]\.TargetMaps|Tags\[\])/,
    because: 'parameters and tags as every other call has them; nothing depends on how long they may be',
  },
  {
    of: /^StartChangeRequestExecution\.Scheduled(End)?Time: pattern /,
    because: 'a time, as every time of a scenario is written',
  },
  {
    of: /^StartChangeRequestExecution\.Runbooks\[\]\.Targets: max 5 is 1$/,
    because: 'a runbook takes one target, as StartAutomationExecution has it',
  },
  {
    of: /\.(Name|RoleName|InstanceProfileName): required true is false$/,
    because: 'CloudFormation makes up a name that is left out',
  },
  {
    of: /^AWS::IAM::Role\.(ManagedPolicyArns|Policies).*: not of the API$/,
    because: 'CloudFormation attaches them with calls of their own: AttachRolePolicy, PutRolePolicy',
  },
  {
    of: /^AWS::IAM::InstanceProfile\.Roles.*: not of the API$/,
    because: 'CloudFormation adds the role with a call of its own: AddRoleToInstanceProfile',
  },
  {
    of: /^AWS::IAM::InstanceProfile\.Tags.*: not read$/,
    because: 'CloudFormation has no tags of a profile',
  },
  {
    of: /^AWS::SSM::PatchBaseline\.(DefaultBaseline|PatchGroups).*: not of the API$/,
    because:
      'CloudFormation registers them with calls of their own: RegisterDefaultPatchBaseline, RegisterPatchBaselineForPatchGroup',
  },
  {
    of: /^AWS::SSM::MaintenanceWindow\.Enabled: not of the API$/,
    because: 'of UpdateMaintenanceWindow: a scenario may say that a window is disabled',
  },
  {
    of: /^AWS::ResourceGroups::Group\.(ResourceQuery\.Query\.|Resources).*: not of the API$/,
    because: 'to the API the query is JSON text, and resources join with a call of their own: GroupResources',
  },
  {
    of: /^AWS::ResourceGroups::Group\.(Criticality|Owner|DisplayName): not read$/,
    because: 'CloudFormation has no such properties',
  },
  {
    of: /^AWS::ResourceGroups::Group\.(Configuration|Tags)\b/,
    because: 'taken as it is, without effect on a run',
  },
  {
    of: /^AWS::ResourceGroups::Group\.ResourceQuery\.(Type|Query): /,
    because:
      'Type has a default in CloudFormation; any other than a tag query is refused by name; Query is a map',
  },
  {
    of: /^AWS::ResourceGroups::Group\.(Name|Description): max /,
    because: 'the schema of the resource type has 128 and 512, the API takes more',
  },
  {
    of: /^AWS::ResourceGroups::Group\.Name: pattern /,
    because: 'the same, without an escape that a character class does not need',
  },
  {
    of: /\.(Description|AssumeRolePolicyDocument): pattern /,
    because: 'no effect on a run: any character is taken; a policy document is read as JSON',
  },
  {
    of: /^AWS::IAM::Role\.(AssumeRolePolicyDocument|PermissionsBoundary): (min|max) /,
    because: 'a policy document is a map or JSON text of any length; a boundary is taken as it is',
  },
  { of: /\.Path: /, because: 'the same form; length and unusual characters have no effect on a run' },
  { of: /^AWS::IAM::Role\.Tags: max 50 is 1000$/, because: 'tags of a role have no effect on a run' },
  {
    of: /^(AWS::.*|CreateActivation|CreateAssociation|CreatePatchBaseline|AddTagsToResource|RemoveTagsFromResource|PutParameter)\.(Tags\[\]\.(Key|Value)|TagKeys\[\]): pattern /,
    because:
      'not refused by this version: which characters a tag may have, the model says and the page of the type does not',
  },
  {
    of: /^AWS::SSM::Document\.((Requires|Attachments)\b.*|DisplayName: not read|Content: .*)$/,
    because:
      'Requires and Attachments are taken as they are; CloudFormation has no DisplayName, and its content may be a map',
  },
  {
    of: /^AWS::SSM::Document\.(UpdateMethod: not of the API|TargetType: pattern .*)$/,
    because:
      'CloudFormation alone has UpdateMethod; the pattern is the same, without escapes that it does not need',
  },
  {
    of: /^CreateVpcEndpoint\.(DnsOptions|ResourceConfigurationArn|ServiceNetworkArn|ServiceRegion|SubnetConfigurations)\b/,
    because: 'of endpoints of other kinds than those that nodes need for Systems Manager',
  },
  {
    of: /^CreateVpcEndpoint\.(ServiceName: required|TagSpecifications)/,
    because: 'an endpoint of Systems Manager names its service; tags have no effect on a run',
  },
  {
    of: /^(AssociateIamInstanceProfile|UpdateServiceSetting)\.(IamInstanceProfile\.|Setting)/,
    because: 'the model has no bounds for names of profiles, and those of IAM count',
  },
  { of: /\.ClientToken: not read$/, because: 'of the call alone; CloudFormation sends its own' },
  { of: /\.DryRun: not read$/, because: 'a call that changes nothing has no part in a scenario' },
  {
    of: /\.(GlobalFilters|PatchFilterGroup)\.PatchFilters: required true is false$/,
    because: 'CloudFormation does not require it; without filters every patch matches',
  },
  {
    of: /\.(GlobalFilters|PatchFilterGroup)\.PatchFilters: max 4 is 19$/,
    because: 'AWS has made baselines with five filters; more than there are keys would repeat one',
  },
  {
    of: /\.(PatchRules|PatchFilterGroup): required true is false$/,
    because: 'CloudFormation does not require it; a rule without filters is a warning',
  },
  {
    of: /\.(PatchFilters\[\]\.Values|Sources\[\]\.Products): min 1 /,
    because: 'not refused by this version: an empty list names nothing, and so matches nothing',
  },
  {
    of: /\.(ApproveUntilDate|StartDate|EndDate|ExpirationDate): /,
    because: 'a field of dates and times refuses what is none in words of its own; the model has bare text',
  },
  {
    of: /\.(WindowId|WindowTargetId|WindowTaskId|WindowExecutionId|BaselineId|CommandId|AssociationId|AssociationIds\[\]): (pattern|min|max) /,
    because:
      'in a scenario a resource is known by its logical id, and what a call made by the id of its action',
  },
  {
    of: /\.(InstanceIds\[\]|InstanceId): /,
    because: "a node's name stands for its id; the form of an id is checked where it is no name",
  },
  {
    of: /\.Targets\[\]\.(Key|Values): required false is true$/,
    because: 'CloudFormation requires both; a criterion without one of them finds nothing',
  },
  {
    of: /\.Targets\[\]\.(Key: (pattern|min|max) |Values\[\]: max )/,
    because:
      'keys are compared with those that exist; the length of a value is bounded, where the model has no bound',
  },
  {
    of: /^(AWS::SSM::|Update|RegisterTaskWith)MaintenanceWindow(Task)?\.Targets: max 5 is 10$/,
    because: 'the page of the resource type and the quotas have ten targets of a task',
  },
  {
    of: /^(AWS::SSM::|Update|RegisterTaskWith)MaintenanceWindow(Task)?\.ServiceRoleArn: /,
    because: 'an ARN of IAM has at most 2048 characters; the model has no bound',
  },
  {
    of: /^(AWS::SSM::|Update|RegisterTaskWith)MaintenanceWindow(Task)?\.TaskParameters\./,
    because: 'read by a function of its own, which also takes the plain list',
  },
  {
    of: /\.(Targets|TargetLocation)?Max(Concurrency|Errors): /,
    because: 'the same: the pattern of the field includes the length of one to seven characters',
  },
  {
    of: /\.CloudWatchLogGroupName: /,
    because: 'the same: the pattern of the field is that of the page, and includes the length',
  },
  {
    of: /\.(DocumentVersion|AssociationVersion|ExcludeAccounts\[\]): pattern /,
    because: 'the same, with anchors on every branch',
  },
  {
    of: /\.Parameters(\.<name>(\[\])?)?: /,
    because: 'one bound for all kinds of parameters, so that a file cannot be without end',
  },
  {
    of: /\.(MaintenanceWindowLambdaParameters|Lambda)\.Payload: min /,
    because: 'an empty payload is no JSON',
  },
  {
    of: /^(AWS::SSM::|Update|RegisterTaskWith)MaintenanceWindow(Task)?\.Priority: max /,
    because: 'an integer of CloudFormation has 32 bits',
  },
  { of: /\.LoggingInfo\.Region: (min|max) /, because: 'the Region of a bucket has no effect on a run' },
  { of: /^CreateActivation\.IamRole: min /, because: 'a role has a name' },
  {
    of: /^CreateActivation\.RegistrationMetadata\[\]\./,
    because: 'taken as it is, without effect on a run',
  },
  {
    of: /^(Create|Delete)Tags\./,
    because:
      'the model of EC2 has no bounds: they are those of its pages on tags, and every tag that goes is named',
  },
  {
    of: /TagsToResource\.ResourceType: enum |TagsFromResource\.ResourceType: enum /,
    because:
      'CloudConnector came after the pages were read; only tags of managed nodes have an effect on a run',
  },
  {
    of: /^(AWS::Config::\w+|StartRemediationExecution)\.ConfigRuleName: pattern /,
    because: 'one character that is no space is asked of a name, and nothing of a reference to one',
  },
  {
    of: /^AWS::Config::ConfigRule\.(ConfigRule(Arn|Id|State)|CreatedBy): not read$/,
    because: 'AWS makes them up: CloudFormation has no such properties',
  },
  {
    of: /^AWS::Config::RemediationConfiguration\.Parameters\.<name>\.StaticValue\.Values?\b/,
    because: 'CloudFormation takes Value and Values, of which one is given',
  },
  {
    of: /^AWS::Config::RemediationConfiguration\.(Arn|CreatedByService): not read$/,
    because: 'the same',
  },
  {
    of: /^AWS::Config::ConfigRule\.(Compliance|EvaluationModes|InputParameters|Source\.(SourceDetails|CustomPolicyDetails))/,
    because: 'taken as it is, without effect on a run',
  },
  {
    of: /^(AWS::SSM::Association|CreateAssociation|UpdateAssociation)\.(TargetMaps|AssociationDispatchAssumeRole)\b/,
    because: 'taken as they are, without effect on a run; CloudFormation has neither',
  },
  {
    of: /^AWS::SSM::Association\.Tags\b.*: not read$/,
    because: 'CloudFormation has no tags of an association',
  },
  {
    of: /^AWS::SSM::Association\.WaitForSuccessTimeoutSeconds: not of the API$/,
    because: 'CloudFormation alone has it: a deployment waits',
  },
  {
    of: /^DeleteAssociation\.(Name|InstanceId|AssociationId): (not read|required false is true)$/,
    because: 'the older form, by document and node, is not read: an association is known by its id',
  },
  {
    of: /PatchBaselineForPatchGroup\.PatchGroup: pattern /,
    because: 'the value of a tag: see tags',
  },
  {
    of: /^AWS::CloudWatch::\w+\.AlarmName: required true is false$/,
    because: 'CloudFormation makes up a name that is left out',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.(EvaluationPeriods|ComparisonOperator): required false is true$/,
    because: 'only an alarm on a PromQL query does without, which is not read',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.(EvaluationWindow|EvaluationCriteria|EvaluationInterval)\b.*: not read$/,
    because: 'newer than the pages that were read: AWS takes them, and here they are unknown keys',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.(TreatMissingData|EvaluateLowSampleCountPercentile): (min|max|enum) /,
    because: 'the model has bare text; the page of the call has the words',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.(ExtendedStatistic|Metrics(\[\]\.MetricStat\.Stat)?|Threshold): (min|max|pattern) /,
    because: 'bounds where the model has none: a statistic, the number of queries and a number have a form',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.(EvaluationPeriods|DatapointsToAlarm): (min|max) /,
    because: 'a bound of our own: periods together are seven days at most',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.Metrics\[\]\.Id: /,
    because: 'the same: the pattern of the field includes the length and the first letter that AWS asks for',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.Metrics\[\]\.MetricStat\.Metric\.(Namespace|MetricName): required false is true$/,
    because: 'without both there is no metric',
  },
  {
    of: /^AWS::CloudWatch::Alarm\.ThresholdMetricId: /,
    because: 'of anomaly detection, which is not simulated',
  },
  {
    of: /^AWS::CloudWatch::\w+\.Tags: max /,
    because: 'tags have no effect on a run',
  },
  {
    of: /^PutInventory\.Items\[\]\.(Content|Context)\b.*: max /,
    because: 'how much an item may hold is an outcome of the call, with the error of AWS',
  },
  {
    of: /^AWS::CloudWatch::CompositeAlarm\.ActionsSuppressor\w+Period: max /,
    because: 'an integer of CloudFormation has 32 bits',
  },
];
