// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub writes its variables as JavaScript does
import { describe, expect, test } from 'vitest';
import { found } from './lint-text.ts';
import { target, task, template } from './window-parts.ts';

describe('literal-parameter', () => {
  const literal = (head: string, targets: string) =>
    found(`Parameters: ${head}\n${template(target('T', '!ImportValue w', targets))}`, 'literal-parameter');
  const names = '{ AZTagName: { Type: String }, Stage: { Type: String }, TeamName: { Type: String } }';

  test('tag:AZTagName means the tag of that name', () => {
    expect(literal(names, '{ Key: "tag:AZTagName", Values: [a] }')).toEqual(['5:86 literal-parameter']);
    expect(literal(names, '{ Key: !Sub "tag:AZTagName", Values: [a] }')).toHaveLength(1);
    expect(literal(names, '{ Key: !Sub "tag:${AZTagName}", Values: [a] }')).toEqual([]);
  });

  test('a tag Stage whose value the parameter Stage chooses is as it should be', () => {
    expect(literal(names, '{ Key: "tag:Stage", Values: [!Ref Stage] }')).toEqual([]);
    expect(literal(names, '{ Key: "tag:TeamName", Values: [!Ref TeamName] }')).toEqual([]);
  });

  test('a value that is the name of a parameter which nothing uses', () => {
    expect(literal(names, '{ Key: "tag:Team", Values: [TeamName] }')).toEqual(['5:107 literal-parameter']);
    expect(literal(names, '{ Key: "tag:Team", Values: [!Ref TeamName] }')).toEqual([]);
  });

  test('a variable is only filled in within !Sub', () => {
    expect(literal(names, '{ Key: "tag:Team", Values: ["${TeamName}"] }')).toHaveLength(1);
    expect(literal(names, '{ Key: "tag:Team", Values: ["${AWS::Region}"] }')).toHaveLength(1);
    expect(literal(names, '{ Key: "tag:Team", Values: [!Sub "${TeamName}"] }')).toEqual([]);
  });

  test('the name of a window or target is no id of it', () => {
    const idOf = (written: string) =>
      found(`${template(target('T', written, '{ Key: "tag:a", Values: [b] }'))}`, 'literal-parameter');
    for (const written of ['T', 'Ref T', '"!Ref T"']) expect(idOf(written)).toHaveLength(1);
    for (const written of ['!Ref T', 'mw-0123456789abcdef0', 'Ref U', '!ImportValue T']) {
      expect(idOf(written)).toEqual([]);
    }
    const registered = (written: string) =>
      found(
        template(task('I', '!ImportValue w', `Targets: [{ Key: WindowTargetIds, Values: [${written}] }]`)),
        'literal-parameter',
      );
    expect(registered('I')).toHaveLength(1);
    expect(registered('!ImportValue I')).toEqual([]);
  });

  test('a parameter whose default happens to be a name is as it was chosen', () => {
    const head = 'Parameters: { Id: { Type: String, Default: T } }';
    const one = template(target('T', '!Ref Id', '{ Key: "tag:a", Values: [b] }'));
    expect(found(`${head}\n${one}`, 'literal-parameter')).toEqual([]);
  });

  test('a variable of a script is its own', () => {
    const shell = task(
      'I',
      '!ImportValue w',
      'TaskInvocationParameters: { A: { Parameters: { commands: ["echo ${TeamName}"] } } }',
    );
    expect(found(`Parameters: ${names}\n${template(shell)}`, 'literal-parameter')).toEqual([]);
  });
});
