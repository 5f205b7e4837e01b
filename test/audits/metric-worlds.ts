/** Worlds for metrics that have one value in all the others. */
import { base, fault, tonight, web } from '../capabilities/patch-manager/cause-worlds.ts';
import { at, released, type Sections } from '../capabilities/quiet-world.ts';

const installing: Sections = { ...base, ...tonight };
const changed = (from: string, to: string): Sections => ({
  ...installing,
  resources: installing['resources']!.replace(from, to),
});

export const metricWorlds: Readonly<Record<string, Sections>> = {
  'a node whose agent never ran': { ...base, fleet: web(', agent: { running: 0% }') },
  'an instance profile attached ten minutes before the end': {
    ...base,
    fleet: web(', instanceProfile: none'),
    faults: `[${fault('attachProfile', '1:00')}]`,
    end: at('1:10'),
  },
  'a window over nodes whose agent has stopped': { ...installing, faults: `[${fault('stopAgent')}]` },
  'a window with CANCEL_TASK that is too short': {
    ...changed('MaxErrors: "0"', 'MaxErrors: "0"\n      CutoffBehavior: CANCEL_TASK'),
    fleet: web('', 20),
    patches: `{ ${released('P1', ', install: 20m')} }`,
  },
  'a window whose Install may take 30 seconds': changed(
    'Operation: [Install]',
    'Operation: [Install], StepTimeoutSeconds: ["30"]',
  ),
};
