/** What the type of CloudFormation and the call PutParameter have in common. */
import * as z from 'zod/mini';
import { choice, text } from '../../fields/fields.ts';

export const parameterFields = () => ({
  AllowedPattern: z.optional(text('a regular expression', { max: 1024 })),
  DataType: z.optional(text('text, aws:ec2:image or aws:ssm:integration', { max: 128 })),
  Description: z.optional(text('a description', { max: 1024 })),
  KeyId: z.optional(
    text('a key, such as !Ref Key or alias/app', { min: 1, max: 256, pattern: /^([a-zA-Z0-9:/_-]+)$/ }),
  ),
  Policies: z.optional(text('a JSON array of policies', { min: 1, max: 4096 })),
  Tier: z.optional(choice('Standard', 'Advanced', 'Intelligent-Tiering')),
  Value: text('a value'),
});
