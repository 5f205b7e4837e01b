/** What an alarm kept from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import {
  type ChangeSet,
  configuration,
  dayMs,
  type Incident,
  moreTime,
  setting,
} from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';
import { alarmsView } from './alarms-view.ts';

const page = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html';

export const alarmCauses = {
  ALARM_ACTIVE: {
    stage: 'execution',
    place: 24,
    link: 'window-and-target',
    summary: 'not started: its alarm was in ALARM, or could not be read',
    needed: (by) => `an alarm that is not in ALARM ${by}`,
    console:
      'CloudWatch, Alarms: the history of the alarm; Run Command: Cancelled; Maintenance Windows, History: Cancelled',
    page,
    example: ['run', 'lacks', 'report'],
    remedies: onceItIsOk,
    meaning:
      'The alarm of its AlarmConfiguration was in ALARM when the command, task or association was to start, or there is no alarm of that name and IgnorePollAlarmFailure is false.',
    seen: 'Cancelled, and no invocation.',
    advice: 'find out what the alarm is about, and run it again once the alarm is OK.',
  },
  STOPPED_BY_ALARM: {
    stage: 'rollout',
    place: 12,
    link: 'rate-control',
    summary: 'not started: its alarm went into ALARM and stopped the rollout',
    needed: () => 'an alarm that stays out of ALARM, or another Install once it is OK again',
    console:
      'Run Command: the command Cancelled, this invocation Cancelled; CloudWatch, Alarms: the history of the alarm',
    page,
    example: ['run', 'ping', 'report'],
    remedies: onceItIsOk,
    meaning:
      'The alarm of its AlarmConfiguration went into ALARM during the rollout, and this node was not started.',
    seen: 'Cancelled.',
    advice: 'find out what the alarm is about before anything else is patched: it may be the patch.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

function onceItIsOk(incident: Incident): ChangeSet[] {
  const { endMs } = incident.situation.scenario;
  return [
    ...ignoreMissing(incident),
    ...installAgain(incident, ', once its alarm is OK and the fault behind it is fixed'),
    ...moreTime(incident, [endMs + dayMs, endMs + 7 * dayMs, endMs + 31 * dayMs]),
  ];
}

/** An alarm that is not there can be read by no poll. */
function ignoreMissing(incident: Incident): ChangeSet[] {
  const { decisive, simulation } = incident.situation;
  const settings = decisive?.source.alarm ?? null;
  if (decisive === null || settings === null) return [];
  if (simulation.views.of(alarmsView).stateOf(settings.alarm, decisive.source.account) !== null) return [];
  const path = [...decisive.source.pathOf('AlarmConfiguration'), 'IgnorePollAlarmFailure'];
  const text = `let ${decisive.source.id} go on where the state of ${settings.alarm} cannot be read, or create that alarm`;
  return [[configuration(incident, text, setting(path, 'true'))]];
}
