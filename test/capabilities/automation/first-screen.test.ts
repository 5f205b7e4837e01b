import { describe, expect, test } from 'vitest';
import { renderText } from '../../../src/blocks/text.ts';
import { automationScreen } from '../../../src/capabilities/automation/first-screen.ts';
import { automation } from '../../../src/capabilities/automation/index.ts';
import { Simulator } from '../../../src/simulate.ts';
import { runShipped } from '../../support/shipped.ts';
import { loadYaml } from '../../support/simulate.ts';
import { fileOf, type Given } from './world.ts';

function screenOf(given: Given) {
  const { simulation, machines } = new Simulator(loadYaml(fileOf(given)).scenario).run();
  return automationScreen[0]!.of(machines.of(automation), simulation);
}

const steps = '- { name: nap, action: "aws:sleep", inputs: { Duration: "{{ For }}" } }';
const head = 'parameters: { For: { type: String } }';

describe('the line of a first screen', () => {
  test('counts executions and their targets apart', () => {
    const part = screenOf({ steps, head, start: 'TargetMaps: [{ For: [PT1M] }, { For: [PT2M] }]' });
    expect(part!.versions[0]).toEqual([
      expect.objectContaining({ text: '1 automation: Success 1 (2 targets: Success 2).' }),
    ]);
    expect(part!.question).toBeUndefined();
  });

  test('asks for the first execution that failed by itself', () => {
    const part = screenOf({ steps, head, start: 'TargetMaps: [{ For: [PT1M] }, { For: [never] }]' });
    expect(part!.question!.rest).toEqual(['--execution', 'go/2']);
  });

  test('is left out where nothing was started', () => {
    expect(screenOf({ steps, head, start: 'Parameters: { For: [PT1M] }', end: '30m' })).toBeNull();
  });
});

test('on a narrow terminal each execution, and each of its steps, is a sentence', () => {
  const text = renderText(runShipped('patch-with-rollback').blocks, { color: false, width: 60 });
  const lines = text.replaceAll(/\n +/g, ' ');
  expect(lines).toContain(
    '2025-03-01 02:13 createDocumentStack: action aws:createStack; status Success; took 46 s',
  );
  expect(lines).toContain(
    '2025-03-01 02:00 AWS-PatchInstanceWithRollback: started by nightly; about 5 targets;',
  );
});
