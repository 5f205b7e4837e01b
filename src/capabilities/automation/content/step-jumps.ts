/**
 * Where steps lead: to the next, or by a jump.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { jumpTarget, notOnCancel } from '../flow.ts';
import { choiceTargets } from './choices.ts';
import { allSteps, type Step } from './runbook.ts';
import type { PlacedStep } from './steps.ts';

/** Among more names no near one is looked for: many mistakes would each take long. */
const namesCompared = 500;

/** A jump to a step that does not exist, or that AWS does not allow; each is reported. */
export function checkJumps(placed: readonly PlacedStep[], context: ContentReading['context']): void {
  const byName = new Map<string, PlacedStep>();
  for (const each of placed) {
    const { step, path } = each;
    if (step.name !== '' && byName.has(step.name)) {
      const message = `expected each name once: ${step.name} is already that of another step`;
      context.error([...path, 'name'], 'duplicate-name', message);
    } else byName.set(step.name, each);
  }
  const names = byName.size > namesCompared ? [] : [...byName.keys()].filter((name) => name !== '');
  for (const from of placed) {
    const { step, path } = from;
    for (const { to, at } of jumpsOf(step)) {
      const target = byName.get(to);
      if (target === undefined) {
        const help = suggestion(to, names);
        context.error([...path, ...at], 'unknown-step', `no step is named ${to}`, { help });
      } else if (target.loop !== null && target.loop !== from.loop) {
        const message = `${to} is inside the loop ${target.loop}: only steps inside it lead there`;
        context.error([...path, ...at], 'bad-value', message);
      }
    }
    checkCancel(from, byName, context);
  }
}

function checkCancel(
  { step, path }: PlacedStep,
  byName: ReadonlyMap<string, PlacedStep>,
  context: ContentReading['context'],
): void {
  const to = jumpTarget(step.onCancel);
  const action = to === null ? undefined : byName.get(to)?.step.action;
  if (action === undefined || !notOnCancel.includes(action)) return;
  const message = `expected a step of another action: onCancel cannot lead to ${action}`;
  context.error([...path, 'onCancel'], 'bad-value', message);
}

interface JumpTo {
  readonly to: string;
  readonly at: DataPath;
}

function jumpsOf(step: Step): readonly JumpTo[] {
  const { onFailure, onCancel, nextStep, action, inputs } = step;
  const written = [
    { to: jumpTarget(onFailure), at: ['onFailure'] },
    { to: jumpTarget(onCancel), at: ['onCancel'] },
    { to: nextStep, at: ['nextStep'] },
  ];
  const choices = action === 'aws:branch' ? choiceTargets(inputs) : [];
  return [
    ...written.filter((jump): jump is { to: string; at: string[] } => jump.to !== null),
    ...choices.map((choice) => ({ to: choice.step, at: ['inputs', ...choice.path] })),
  ].filter(({ to }) => !to.includes('{{'));
}

/** Steps that no way leads to from the first. */
export function unreachable(steps: readonly Step[]): readonly Step[] {
  const leads = new Map<string, readonly string[]>();
  collectLeads(steps, leads, null);
  const reached = reachedFrom(
    steps.slice(0, 1).map(({ name }) => name),
    (name) => leads.get(name) ?? [],
  );
  return allSteps(steps).filter(({ name }) => !reached.has(name));
}

/** Steps that are reached, and from which no way leads to an end but that of a failure. */
export function unending(steps: readonly Step[]): readonly Step[] {
  const leads = new Map<string, readonly string[]>();
  collectLeads(steps, leads, null);
  const back = new Map<string, string[]>();
  for (const [from, all] of leads) for (const to of all) back.set(to, [...(back.get(to) ?? []), from]);
  const ending = reachedFrom([end], (name) => back.get(name) ?? []);
  const never = new Set(unreachable(steps));
  return allSteps(steps).filter((step) => !ending.has(step.name) && !never.has(step));
}

function reachedFrom(first: readonly string[], leadsTo: (name: string) => readonly string[]): Set<string> {
  const reached = new Set<string>();
  const pending = [...first];
  while (pending.length > 0) {
    const name = pending.pop()!;
    if (reached.has(name)) continue;
    reached.add(name);
    pending.push(...leadsTo(name));
  }
  return reached;
}

/** Stands for the end of the execution, which no step can be named as. */
const end = '';

/** Of each step those that may come next. `loop`: after the last of its steps it goes on from there. */
function collectLeads(
  steps: readonly Step[],
  leads: Map<string, readonly string[]>,
  loop: string | null,
): void {
  for (const [index, step] of steps.entries()) {
    const following = steps[index + 1]?.name ?? loop ?? end;
    // A branch without a Default goes on where no choice is true.
    const isDecided = step.nextStep !== null || (step.action === 'aws:branch' && 'Default' in step.inputs);
    const next = step.isEnd ? [end] : isDecided ? [] : [following];
    const inner = step.steps.slice(0, 1).map(({ name }) => name);
    leads.set(step.name, [...next, ...inner, ...jumpsOf(step).map(({ to }) => to)]);
    collectLeads(step.steps, leads, step.name);
  }
}
