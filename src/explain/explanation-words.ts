/** What the reports of an explanation call its causes and its links. */
import type { AnyCapability } from '../capability/capability.ts';
import { causesOf } from '../capability/causes.ts';
import type { ExplanationWords, LinkName } from './explanation.ts';

const linkTitles: Readonly<Record<LinkName, string>> = {
  agent: 'Machine and agent',
  'instance-profile': 'Instance profile, or activation',
  network: 'Network',
  registration: 'Registration and heartbeat',
  'patching-permission': 'Permission to patch',
  'tags-and-patch-group': 'Tags and patch group',
  baseline: 'Baseline',
  'window-and-target': 'Window and target',
  'rate-control': 'Rate control',
  run: 'Its own run',
  reboot: 'Reboot',
  report: 'Report',
};

export function explanationWords(capabilities: readonly AnyCapability[]): ExplanationWords {
  const causes = causesOf(capabilities);
  return {
    causes: Object.fromEntries(causes.ids.map((id) => [id, causes.of(id).summary])),
    links: linkTitles,
  };
}
