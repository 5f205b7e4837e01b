// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
import { describe, expect, test } from 'vitest';
import { declaredIn } from '../../src/cloudformation/declared.ts';
import { Evaluation } from '../../src/cloudformation/evaluation.ts';
import { isPartlyUnknown, textsOf, type Value } from '../../src/cloudformation/value.ts';

const root = {
  Parameters: {
    Stage: { Type: 'String', Default: 'prod' },
    Open: { Type: 'String' },
    Empty: { Type: 'String', Default: '' },
    Groups: { Type: 'CommaDelimitedList', Default: 'web, worker' },
    Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/the/name' },
  },
  Mappings: { ByStage: { prod: { Days: '7', Zones: ['a', 'b'] } } },
  Resources: { Window: { Type: 'AWS::SSM::MaintenanceWindow' } },
};
const surroundings = {
  key: 'Resources',
  declared: declaredIn(root.Resources),
  types: new Map([['AWS::SSM::MaintenanceWindow', { attributes: ['Id'] }]]),
  deployed: null,
  accountOf: () => '',
  root,
};
const evaluate = (raw: unknown): Value =>
  new Evaluation(surroundings, false, () => {}).valueOf(raw, ['here']);
const written = (raw: unknown): unknown => {
  const value = evaluate(raw);
  if (value.kind === 'text') return value.text;
  if (value.kind === 'list') return textsOf(value);
  return value.kind === 'resource' ? `=> ${value.logicalId}` : value.kind;
};

describe('as far as the file alone decides', () => {
  test.each([
    ['a parameter is its default', { Ref: 'Stage' }, 'prod'],
    ['a list is split at its commas', { Ref: 'Groups' }, ['web', 'worker']],
    ['a resource is a reference to it', { Ref: 'Window' }, '=> Window'],
    ['an attribute of one too', { 'Fn::GetAtt': ['Window', 'Id'] }, '=> Window'],
    ['and text that is nothing but one', { 'Fn::Sub': '${Window}' }, '=> Window'],
    ['text is put together', { 'Fn::Sub': 'a-${Stage}-${!Stage}' }, 'a-prod-${Stage}'],
    ['with variables of its own', { 'Fn::Sub': ['a-${B}', { B: 'c' }] }, 'a-c'],
    ['from parts', { 'Fn::Join': [':', ['tag', { Ref: 'Stage' }]] }, 'tag:prod'],
    ['from a list that is a parameter', { 'Fn::Join': ['+', { Ref: 'Groups' }] }, 'web+worker'],
    ['text is taken apart', { 'Fn::Split': ['-', { 'Fn::Sub': 'a-${Stage}' }] }, ['a', 'prod']],
    ['one of a list is chosen', { 'Fn::Select': ['1', { Ref: 'Groups' }] }, 'worker'],
    ['a mapping is looked up', { 'Fn::FindInMap': ['ByStage', { Ref: 'Stage' }, 'Days'] }, '7'],
    ['whose values may be lists', { 'Fn::FindInMap': ['ByStage', 'prod', 'Zones'] }, ['a', 'b']],
    ['what is no value is left out', ['a', { Ref: 'AWS::NoValue' }], ['a']],
  ])('%s', (_, raw, value) => {
    expect(written(raw)).toEqual(value);
  });

  test.each([
    ['a parameter without a default', { Ref: 'Open' }],
    ['one whose default is empty', { Ref: 'Empty' }],
    ['one that is kept in Parameter Store', { Ref: 'Image' }],
    ['a pseudo parameter', { Ref: 'AWS::Region' }],
    ['text with any of these', { 'Fn::Sub': '${Open}-${AWS::AccountId}' }],
    ['what is looked up when it is deployed', '{{resolve:ssm:/patching/schedule}}'],
    ['a condition', { 'Fn::If': ['A', 'b', 'c'] }],
    ['an import', { 'Fn::ImportValue': 'a' }],
    ['a mapping by an unknown key', { 'Fn::FindInMap': ['ByStage', { Ref: 'Open' }, 'Days'] }],
    ['a mapping that is not there', { 'Fn::FindInMap': ['ByStage', 'dev', 'Days'] }],
    ['one of a list that has no such', { 'Fn::Select': ['7', ['a']] }],
    ['one of a list by an unknown number', { 'Fn::Select': [{ Ref: 'Open' }, ['a']] }],
    ['a join of a list with any of these', { 'Fn::Join': [',', ['a', { Ref: 'Open' }]] }],
  ])('%s is unknown', (_, raw) => {
    expect(written(raw)).toBe('unknown');
    expect(isPartlyUnknown(evaluate({ a: [raw] }))).toBe(true);
  });

  test('a map of one key is a function only if it is called like one', () => {
    expect(evaluate({ Key: 'a' }).kind).toBe('map');
    expect(evaluate({ 'Fn::Anything': 'a' }).kind).toBe('unknown');
    expect(evaluate({ Ref: 'Stage', Key: 'b' }).kind).toBe('map');
  });
});
