/** `actions`: an operator's calls, in the API's own request shapes. */
import * as z from 'zod/mini';
import { unsimulatedCall } from '../aws/not-simulated.ts';
import {
  type AnyCallSpec,
  type CallReading,
  type CallSpec,
  permissionOf,
} from '../cloudformation/call-spec.ts';
import { type Fields, isWhole, readFields } from '../cloudformation/read-fields.ts';
import { counting, type Stack } from '../cloudformation/stack.ts';
import { plainOf } from '../cloudformation/value.ts';
import { warnOfKeysWithoutEffect } from '../cloudformation/without-effect.ts';
import { suggestion } from '../diagnostics/nearest.ts';
import { notSimulated } from '../diagnostics/not-simulated.ts';
import { describe, isMap } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext } from '../fields/context.ts';
import { read, text, unknownKey } from '../fields/fields.ts';
import { time } from '../fields/quantities.ts';
import type { Action } from '../world/actions.ts';

/** An entry of the list whose frame is right: when it happens, and which call it is. */
interface Entry {
  readonly path: DataPath;
  /** In the list of the file. */
  readonly index: number;
  readonly id: string;
  readonly atMs: number;
  readonly spec: AnyCallSpec;
  readonly request: unknown;
  readonly account: string | undefined;
  readonly as: string | undefined;
}

export function readActions(
  raw: unknown,
  specs: readonly AnyCallSpec[],
  stack: Stack,
  principals: Iterable<string>,
  context: LoadContext,
): Action[] {
  if (raw === undefined || raw === null) return [];
  if (!Array.isArray(raw)) {
    context.error(['actions'], 'bad-value', `expected a list of actions, found ${describe(raw)}`);
    return [];
  }
  const entries = withIds(
    raw.flatMap((entry, index) => readEntry(entry, specs, index, context) ?? []),
    context,
  );
  const actions = entries.map(({ id, spec }) => ({
    id,
    call: spec.call,
    startsExecution: spec.startsExecution === true,
  }));
  const names = [...principals];
  return entries.flatMap(({ path, index, id, atMs, spec, request, account, as }) => {
    if (account !== undefined) context.placeIn(account, id, [...path, 'account']);
    if (as !== undefined) refuseCaller(as, spec, names, [...path, 'as'], context);
    const at = [...path, spec.call];
    const raw = plainOf(stack.evaluation.valueOf(request, at));
    const reading = { id, atMs, path: at, context, references: stack, actions };
    const made = spec.open((typed) => readCall(typed, raw, reading));
    if (made === undefined || isBeforeOrAfterRun(atMs, path, context)) return [];
    return [
      {
        id,
        atMs,
        index,
        call: spec.call,
        made,
        ...(account === undefined ? {} : { account }),
        ...(as === undefined ? {} : { as }),
      },
    ];
  });
}

function refuseCaller(
  as: string,
  spec: AnyCallSpec,
  principals: readonly string[],
  path: DataPath,
  context: LoadContext,
): void {
  if (permissionOf(spec) === null) {
    const message = `expected no principal: ${spec.call} is no call of AWS`;
    context.error(path, 'bad-value', message, { at: 'key', help: 'leave `as` out' });
  } else if (!principals.includes(as)) {
    const message = `expected a name under principals, found ${describe(as)}`;
    context.error(path, 'unknown-reference', message, { help: suggestion(as, principals) });
  }
}

/** Undefined: it is refused, which has been reported, or has no effect. */
function readCall<F extends Fields, Made>(
  spec: CallSpec<string, F, Made>,
  raw: unknown,
  reading: CallReading,
): Made | undefined {
  const { context, refused } = counting(reading.context);
  const seen = readFields(spec.fields, raw, reading.path, context, spec.awsError);
  if (seen === undefined) return undefined;
  warnOfKeysWithoutEffect({ keys: spec.withoutEffect, of: reading.id }, raw, reading.path, context);
  spec.refusals(seen, { ...reading, context });
  return !refused() && isWhole(seen) ? spec.build(seen, reading) : undefined;
}

/** What is due outside of [start, end) does not happen. */
function isBeforeOrAfterRun(atMs: number, path: DataPath, context: LoadContext): boolean {
  if (atMs >= context.startMs && atMs < context.endMs) return false;
  const side = atMs < context.startMs ? 'before start' : 'at or after end';
  context.warning([...path, 'at'], 'outside-run', `${side}: this action never happens`);
  return true;
}

const frameKeys = ['id', 'at', 'account', 'as'];

type Frame = Omit<Entry, 'id'> & { readonly id: string | undefined };

function readEntry(
  raw: unknown,
  specs: readonly AnyCallSpec[],
  index: number,
  context: LoadContext,
): Frame | undefined {
  const path = ['actions', index];
  const callNames = specs.map(({ call }) => call);
  if (!isMap(raw)) {
    context.error(path, 'bad-value', `expected an action: a map with at and a call, found ${describe(raw)}`);
    return undefined;
  }
  const keys = Object.keys(raw);
  for (const key of keys) {
    if (![...frameKeys, ...callNames].includes(key)) refuseKey(key, [...path, key], callNames, context);
  }
  const found = callNames.filter((name) => name in raw);
  if (found.length !== 1) {
    const others = keys.filter((key) => ![...frameKeys, ...callNames].includes(key));
    // An unknown call has already been reported as an unknown key.
    if (found.length > 1 || others.length === 0) {
      const message = `expected exactly one call: ${callNames.join(', ')}`;
      context.error(
        found.length > 1 ? [...path, found[1]!] : path,
        found.length > 1 ? 'bad-value' : 'missing-key',
        message,
        {
          at: 'key',
        },
      );
    }
  }
  const atMs = read(time(), raw['at'], [...path, 'at'], context);
  const id = read(z.optional(idField()), raw['id'], [...path, 'id'], context);
  const spec = specs.find(({ call }) => call === found[0]);
  if (spec === undefined || atMs === undefined) return undefined;
  const account = read(
    z.optional(text('a name under accounts')),
    raw['account'],
    [...path, 'account'],
    context,
  );
  const as = read(z.optional(text('a name under principals')), raw['as'], [...path, 'as'], context);
  return { path, index, id, atMs, spec, account, as, request: raw[spec.call] ?? Object.create(null) };
}

/** A call that AWS has and this version does not simulate, or no call at all. */
function refuseKey(key: string, path: DataPath, callNames: readonly string[], context: LoadContext): void {
  const call = unsimulatedCall(key);
  if (call === null) return unknownKey(path, [...frameKeys, ...callNames], context);
  const { message, options } = notSimulated({
    name: key,
    touches: `it is a call of ${call.of}, and no answer would contain what it does`,
    instead: call.instead,
  });
  context.error(path, 'unsupported-call', message, { at: 'key', ...options });
}

/** It is between dots in the names of metrics. */
function idField() {
  return text('an id of letters, digits, _ and -', { pattern: /^[A-Za-z0-9_-]{1,100}$/ });
}

/**
 * An action without id is named by its call and its time, never by its place in the list or by its settings: so it
 * has the same random draws when others are added, or when a setting of its own is varied.
 */
function withIds(frames: readonly Frame[], context: LoadContext): Entry[] {
  const taken = new Set<string>();
  for (const { id, path } of frames) {
    if (id === undefined) continue;
    if (taken.has(id))
      context.error([...path, 'id'], 'duplicate-id', `expected an id of its own, found ${id} again`);
    taken.add(id);
  }
  return frames.map((frame) => {
    if (frame.id !== undefined) return { ...frame, id: frame.id };
    const when = new Date(frame.atMs).toISOString().replaceAll(/[-:]|\.[0-9]+/g, '');
    const plain = `${frame.spec.call}-${when}`;
    let id = plain;
    for (let number = 2; taken.has(id); number += 1) id = `${plain}-${number}`;
    taken.add(id);
    return { ...frame, id };
  });
}
