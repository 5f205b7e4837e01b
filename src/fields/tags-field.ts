import { describe, isMap } from '../diagnostics/plain-map.ts';
import { type Field, field, once, Slip } from './fields.ts';

const exampleOfTags = '{ Environment: prod, "Patch Group": prod-linux }';

/**
 * Tags as a map from key to value.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Tag.html
 */
export const tagsField = once((): Field<Readonly<Record<string, string>>> => {
  return field(readTags, {
    type: 'object',
    additionalProperties: { type: ['string', 'number', 'boolean'] },
  });
});

function readTags(given: unknown): Record<string, string> | Slip {
  if (!isMap(given)) {
    return new Slip(`expected a map of tags such as ${exampleOfTags}, found ${describe(given)}`);
  }
  const tags: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries(given)) {
    const at = { path: [key], awsError: 'InvalidParameterValue' };
    if (key.length < 1 || key.length > 128) {
      return new Slip('expected a tag key of 1 to 128 characters', { ...at, at: 'key' });
    }
    if (typeof value !== 'string') {
      const help = value === null ? 'write "" for an empty value, "null" for that word' : undefined;
      return new Slip(`expected the text of a tag, found ${describe(value)}`, { path: [key], help });
    }
    if (value.length > 256) return new Slip('expected a tag value of at most 256 characters', at);
    tags[key] = value;
  }
  if (Object.keys(tags).length > 50) {
    return new Slip('expected at most 50 tags', { awsError: 'TagLimitExceeded' });
  }
  return tags;
}
