/** The actions of runbooks, one spec each. */
import type { ActionSpec } from './action.ts';
import { approve } from './approve.ts';
import { assertAwsResourceProperty, waitForAwsResourceProperty } from './aws-property.ts';
import { branch } from './branch.ts';
import { changeInstanceState } from './change-instance-state.ts';
import { createTags } from './create-tags.ts';
import { executeAutomation } from './execute-automation.ts';
import { executeAwsApi } from './execute-aws-api.ts';
import { executeScript } from './execute-script.ts';
import { executeStateMachine, invokeLambdaFunction } from './functions.ts';
import { hold } from './hold.ts';
import { copyImage, createImage, deleteImage } from './images.ts';
import { invokeWebhook } from './invoke-webhook.ts';
import { loop } from './loop.ts';
import { pause } from './pause.ts';
import { runCommand } from './run-command.ts';
import { runInstances } from './run-instances.ts';
import { sleep } from './sleep.ts';
import { createStack, deleteStack } from './stacks.ts';
import { updateVariable } from './update-variable.ts';

export const actions: readonly ActionSpec[] = [
  approve,
  assertAwsResourceProperty,
  branch,
  changeInstanceState,
  copyImage,
  createImage,
  createStack,
  createTags,
  deleteImage,
  deleteStack,
  executeAutomation,
  executeAwsApi,
  executeScript,
  executeStateMachine,
  invokeLambdaFunction,
  invokeWebhook,
  loop,
  pause,
  runCommand,
  runInstances,
  sleep,
  updateVariable,
  waitForAwsResourceProperty,
];

const byName: ReadonlyMap<string, ActionSpec> = new Map(
  // No runbook of a file may have it.
  [...actions, hold].map((one) => [one.action, one]),
);

export function actionNamed(name: string): ActionSpec | undefined {
  return byName.get(name);
}
