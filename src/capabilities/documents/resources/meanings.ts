import type { Meanings } from '../../../fields/meaning.ts';

/**
 * Properties of AWS::SSM::Document.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-document.html
 */
export const documentMeanings: Meanings = {
  'AWS::SSM::Document.Attachments': 'Files that belong to the document; without effect on a run',
  'AWS::SSM::Document.Content':
    'What the document does: a map, or JSON or YAML text. Of type Command: schemaVersion, parameters, mainSteps',
  'AWS::SSM::Document.DocumentFormat': {
    says: 'JSON, YAML or TEXT; the content is read by what it is',
    default: 'JSON',
  },
  'AWS::SSM::Document.DocumentType': { says: 'What it is', default: 'Command' },
  'AWS::SSM::Document.Requires': 'Documents that this one needs; without effect on a run',
  'AWS::SSM::Document.TargetType': 'What it may run on; without effect on a run',
  'AWS::SSM::Document.UpdateMethod': 'Whether an update of the stack makes a new version or a new document',
  'AWS::SSM::Document.VersionName': 'A name of the version; of a package that of its manifest',
};
