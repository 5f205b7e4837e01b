/** One line for one node: what it met, by the cause that holds it back. */

import { momentInFull } from '../../blocks/times.ts';
import type { ExamplePart } from '../../capability/causes.ts';
import type { ExampleNode, LastRun } from './examples.ts';

export function exampleInWords(node: ExampleNode, parts: readonly ExamplePart[]): string {
  const told = parts.map((part) => words[part](node));
  return told.filter((text) => text !== '').join('; ');
}

const words: Readonly<Record<ExamplePart, (node: ExampleNode) => string>> = {
  os: ({ os }) => os,
  agent: ({ agentVersion }) => `agent ${agentVersion}`,
  profile: ({ instanceProfile }) => `instance profile ${instanceProfile ?? 'none'}`,
  activation: ({ activation }) => `activation ${activation ?? 'none'}`,
  network: networkWords,
  tags: (node) => `tags ${tagWords(node)}`,
  run: ({ lastRun }) => runWords(lastRun),
  ping: pingWords,
  'run or ping': (node) => runWords(node.lastRun) || pingWords(node),
  patch: patchWords,
  lacks: ({ lacking }) => (lacking === null ? '' : `lacks ${lacking.id}`),
  report: ({ compliance }) => `reported ${compliance}`,
};

function pingWords({ pingStatus }: ExampleNode): string {
  return pingStatus === null ? 'not managed at the end' : `${pingStatus} at the end`;
}

function runWords(run: LastRun | null): string {
  if (run === null) return '';
  const { operation, sender, status, exitCode, sent, ended } = run;
  if (sent === null) return `${sender} never sent it its ${operation} (${status})`;
  const code = status === 'Failed' ? ` with exit code ${exitCode}` : '';
  const end = ended === null ? 'not ended' : `${status}${code}`;
  return `${sender} sent it ${operation} at ${momentInFull(sent)}: ${end}`;
}

function networkWords({ subnet }: ExampleNode): string {
  if (subnet === null) return 'open network';
  const endpoints = subnet.endpoints.length === 0 ? 'none' : subnet.endpoints.join(', ');
  const egress = subnet.egress === 'blocked' ? ', egress blocked' : '';
  const repositories = subnet.repositories === 'unreachable' ? ', repositories unreachable' : '';
  return `subnet ${subnet.name} (route ${subnet.route}, endpoints ${endpoints}${egress}${repositories})`;
}

function tagWords({ tags }: ExampleNode): string {
  const pairs = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'none' : pairs.join(', ');
}

function patchWords({ lacking }: ExampleNode): string {
  if (lacking === null) return '';
  const { id, verdict, released, approvedFrom } = lacking;
  const approval = {
    rejected: 'rejected',
    delayed: approvedFrom === null ? 'never approved' : `approved from ${momentInFull(approvedFrom)}`,
    approved: approvedFrom === null ? 'approved' : `approved since ${momentInFull(approvedFrom)}`,
    notSelected: 'not selected',
  }[verdict];
  return `lacks ${id}, released ${momentInFull(released)}, ${approval}`;
}
