/** Sessions in the quiet world: they connect after two seconds. */
import { at, type Sections, simulate } from '../quiet-world.ts';

export const preferences = (
  inputs: string,
  name = 'SSM-SessionManagerRunShell',
  type = 'Standard_Stream',
) => `
  Prefs:
    Type: AWS::SSM::Document
    Properties:
      Name: ${name}
      DocumentType: Session
      Content: { schemaVersion: "1.0", sessionType: ${type}, inputs: { ${inputs} } }`;

export const start = (clock = '1', id = 'look', more = '', target = 'web-0001') =>
  `{ id: ${id}, at: ${at(clock)}, StartSession: { Target: ${target}${more} } }`;

export const call = (
  name: string,
  clock: string,
  session = 'look',
  id = `${name}-${clock.replaceAll(':', '-')}`,
) => `{ id: ${id}, at: ${at(clock)}, ${name}: { SessionId: ${session} } }`;

export const fault = (action: string, clock: string, more = '') =>
  `[{ id: ${action}, at: ${at(clock)}, nodes: { names: [web-0001] }, action: ${action}${more} }]`;

/** What came of the first session, and the rest of the run. */
export function session(sections: Sections = {}, set: readonly string[] = []) {
  const run = simulate(
    { actions: `[${start()}]`, ...sections },
    { set: ['model.sessions.connect=2s', ...set] },
  );
  return { run, one: run.result.sessions[0]! };
}
