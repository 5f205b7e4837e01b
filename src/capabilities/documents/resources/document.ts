/** AWS::SSM::Document: the frame of it. Its content is read by what knows its type. */
import * as z from 'zod/mini';
import { resource, type Whole } from '../../../cloudformation/resource-spec.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { awsName, tagList } from '../../../fields/aws-fields.ts';
import { anything, choice, field, refuse, text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import { readContent, warnOfType } from './content-text.ts';

export interface SsmDocument {
  readonly logicalId: string;
  readonly name: string;
  /** As `DocumentType` has it. */
  readonly type: string;
  /** As its type has read it; undefined: this version does not simulate what it is, which has been said. */
  readonly content: unknown;
  /** Null: it has none. */
  readonly versionName: string | null;
}

/** `aws`, `amazon` and `amzn` begin the names of AWS's own documents. */
const reservedName = /^(aws|amazon|amzn)/i;

const fields = () => ({
  Attachments: z.optional(anything()),
  Content: field((value) =>
    typeof value === 'string' || (typeof value === 'object' && value !== null)
      ? value
      : refuse(value, 'the content of the document: a map, or JSON or YAML text'),
  ),
  DocumentFormat: z.optional(choice('YAML', 'JSON', 'TEXT')),
  DocumentType: z.optional(
    choice(
      'ApplicationConfiguration',
      'ApplicationConfigurationSchema',
      'Automation',
      'Automation.ChangeTemplate',
      'AutoApprovalPolicy',
      'ChangeCalendar',
      'CloudFormation',
      'Command',
      'ConformancePackTemplate',
      'DeploymentStrategy',
      'ManualApprovalPolicy',
      'Package',
      'Policy',
      'ProblemAnalysis',
      'ProblemAnalysisTemplate',
      'QuickSetup',
      'Session',
    ),
  ),
  Name: z.optional(awsName()),
  Requires: z.optional(anything()),
  Tags: z.optional(tagList()),
  TargetType: z.optional(
    text('a resource type, such as /AWS::EC2::Instance', { max: 200, pattern: /^\/[\w.\-:/]*$/ }),
  ),
  UpdateMethod: z.optional(choice('NewVersion', 'Replace')),
  VersionName: z.optional(
    text('a name of 1 to 128 letters, digits, _ - and .', { pattern: /^[a-zA-Z0-9_\-.]{1,128}$/ }),
  ),
});

/** What has been read of the properties: a text is parsed once. */
const contents = new WeakMap<object, unknown>();

export const ssmDocument = resource({
  type: 'AWS::SSM::Document',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-document.html',
  is: 'A document of one’s own: what runs on nodes, or a calendar',
  attributes: [],
  nameProperty: 'Name',
  fields,
  refusals(seen, reading) {
    const { Content, DocumentType = 'Command', Name } = seen;
    const { path, context } = reading;
    if (typeof Name === 'string' && reservedName.test(Name)) {
      const message = `expected a name that does not begin as AWS’s own do (aws, amazon, amzn), found ${describe(Name)}`;
      context.error([...path, 'Name'], 'bad-value', message, { awsError: 'ValidationException' });
    }
    if (DocumentType instanceof Unknown || Content instanceof Unknown) return;
    const type = reading.references.documentTypes.get(DocumentType);
    if (type !== undefined) contents.set(seen, readContent(Content, type, reading));
    else warnOfType(DocumentType, reading);
  },
  build(known, { logicalId }): SsmDocument {
    const { DocumentType: type = 'Command', Name, VersionName: versionName = null } = known;
    return { logicalId, name: Name ?? logicalId, type, content: contents.get(known), versionName };
  },
  document({ name, type, content }, types) {
    const { spec } = types.get(type) ?? {};
    if (spec !== undefined && content !== undefined) return spec(name, content);
    // State Manager applies a Policy document. Those of other types run nowhere, and of one that is refused nothing more is known.
    return type === 'Policy' ? undefined : { name, type, parameters: {}, takesOthers: true };
  },
  together(documents, { key, context, references }: Whole) {
    const names = new Set<string>();
    for (const { logicalId, name: own, type } of documents.values()) {
      const name = references.documentTypes.get(type)?.isOfPlace
        ? `${own} ${context.accountOf(logicalId)}`
        : own;
      if (names.has(name)) {
        const message = `expected another name: ${own} is already that of another document`;
        const at = [key, logicalId, 'Properties', 'Name'];
        context.error(at, 'duplicate-name', message, { awsError: 'DocumentAlreadyExists' });
      }
      names.add(name);
    }
  },
});
