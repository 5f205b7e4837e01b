/** One change request in the quiet world, by a template with one level unless told otherwise. */
import { at, type Sections, simulate } from '../quiet-world.ts';

export const level = (name: string, approvers: string, more = '') =>
  `{ name: ${name}, action: "aws:approve"${more}, inputs: { EnhancedApprovals: { Approvers: [${approvers}] } } }`;

export const user = (name: string, minimum = 1) =>
  `{ approver: ${name}, type: IamUser, minRequiredApprovals: ${minimum} }`;

export const template = (levels = [level('boss', user('ann'))], more = '') => `
  Change:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation.ChangeTemplate
      Name: Standard
      Content: { schemaVersion: "0.3"${more}, mainSteps: [${levels.join(', ')}] }`;

/** Closed from `from` to `to`, both with a day and a time as iCalendar has them. */
export const freeze = (from: string, to: string, name = 'Freeze') => `
  ${name}:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: ChangeCalendar
      Name: ${name}
      DocumentFormat: TEXT
      Content: |
        BEGIN:VCALENDAR
        PRODID:-//AWS//Change Calendar 1.0//EN
        VERSION:2.0
        X-CALENDAR-TYPE:DEFAULT_OPEN
        BEGIN:VEVENT
        UID:one
        SUMMARY:Freeze
        DTSTART:${from}
        DTEND:${to}
        END:VEVENT
        END:VCALENDAR`;

export const runbook = `
  Wait:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: Automation
      Name: Wait
      Content: { schemaVersion: "0.3", mainSteps: [{ name: wait, action: "aws:sleep", inputs: { Duration: PT10M } }] }`;

export const ask = (more = '', id = 'go', clock = '1', as = '') =>
  `{ id: ${id}, at: "${at(clock)}"${as === '' ? '' : `, as: ${as}`}, StartChangeRequestExecution: { DocumentName: Standard, Runbooks: [{ DocumentName: Wait }]${more} } }`;

export const answers = (who: string, after: string, answer = 'approve') => [
  `model.approvals.${who}.after=${after}`,
  `model.approvals.${who}.answer=${answer}`,
];

export interface Given {
  readonly resources?: string;
  readonly actions?: readonly string[];
  readonly set?: readonly string[];
  readonly sections?: Sections;
}

/** What came of the change request `go`. */
export function changed({ resources = template(), actions = [ask()], set = [], sections = {} }: Given = {}) {
  const run = simulate(
    { resources: `${runbook}${resources}`, actions: `[${actions.join(', ')}]`, ...sections },
    { set },
  );
  const all = run.result.changeRequests;
  const one = all.find(({ id }) => id === 'go')!;
  return { run, all, one, statuses: one.history.map(({ status, at: when }) => `${clock(when)} ${status}`) };
}

const clock = (iso: string): string => iso.slice(11, 16);
