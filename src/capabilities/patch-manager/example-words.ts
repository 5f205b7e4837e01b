/** One line for one node: what it met, by the cause that holds it back. */

import { momentInFull } from '../../blocks/times.ts';
import type { ExampleNode, LastRun } from './examples.ts';

export function exampleInWords(node: ExampleNode): string {
  const { cause, lacking } = node;
  switch (cause) {
    case 'NO_INSTANCE_PROFILE':
    case 'PROFILE_LACKS_SSM':
    case 'PROFILE_LACKS_PATCHING':
    case 'CREDENTIALS_PENDING':
      return joined(
        `instance profile ${node.instanceProfile ?? 'none'}`,
        pingWords(node),
        runWords(node.lastRun),
      );
    case 'ACTIVATION_EXPIRED':
    case 'ACTIVATION_FULL':
      return joined(`activation ${node.activation ?? 'none'}`, pingWords(node));
    case 'NO_ROUTE':
    case 'EGRESS_BLOCKED':
    case 'ENDPOINT_MISSING_SSM':
    case 'ENDPOINT_MISSING_MESSAGES':
    case 'ENDPOINT_MISSING_S3':
    case 'REPOSITORY_UNREACHABLE':
      return joined(networkWords(node), runWords(node.lastRun) || pingWords(node));
    case 'NOT_TARGETED':
    case 'SCAN_ONLY':
      return joined(`tags ${tagWords(node)}`, runWords(node.lastRun));
    case 'PATCH_REJECTED':
    case 'BASELINE_NOT_APPROVED':
      return joined(runWords(node.lastRun), patchWords(node), reportWords(node));
    case 'UNSUPPORTED_PLATFORM':
      return joined(node.os, runWords(node.lastRun));
    case 'AGENT_TOO_OLD':
      return joined(`agent ${node.agentVersion}`, runWords(node.lastRun));
    case 'NO_EXECUTION':
    case 'WINDOW_SKIPPED':
    case 'INSTALL_FAILED':
      return joined(runWords(node.lastRun), lacking === null ? '' : `lacks ${lacking.id}`, reportWords(node));
    default:
      return joined(runWords(node.lastRun), pingWords(node), reportWords(node));
  }
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

function pingWords({ pingStatus }: ExampleNode): string {
  return pingStatus === null ? 'not managed at the end' : `${pingStatus} at the end`;
}

function reportWords({ compliance }: ExampleNode): string {
  return `reported ${compliance}`;
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
