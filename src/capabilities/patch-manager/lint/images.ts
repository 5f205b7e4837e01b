/**
 * Which operating system an image has, where its name says so: public parameters of AWS for the latest images.
 *
 * AWS: https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { OperatingSystem } from '../../../world/operating-systems.ts';

export interface Image {
  /** Logical id of what is launched from it. */
  readonly name: string;
  /** The end of its parameter's path. */
  readonly image: string;
  readonly os: OperatingSystem;
  /** Of Windows: `WindowsServer2019`. */
  readonly product: string | null;
}

const names: readonly (readonly [RegExp, OperatingSystem])[] = [
  [/\/amzn2-ami/, 'AMAZON_LINUX_2'],
  [/\/al2023-ami/, 'AMAZON_LINUX_2023'],
  [/\/amzn-ami/, 'AMAZON_LINUX'],
  [/\/ami-windows-latest\//, 'WINDOWS'],
  [/\/canonical\/ubuntu\//, 'UBUNTU'],
  [/\/debian\//, 'DEBIAN'],
  [/\/suse\//, 'SUSE'],
];

/** Of all that the template launches; null: not all are known. */
export function imagesOf(subject: Subject): Image[] | null {
  const found: Image[] = [];
  for (const type of [
    'AWS::EC2::Instance',
    'AWS::EC2::LaunchTemplate',
    'AWS::AutoScaling::LaunchConfiguration',
  ]) {
    for (const { logicalId, path } of subject.ofType(type)) {
      const keys = type === 'AWS::EC2::LaunchTemplate' ? ['LaunchTemplateData', 'ImageId'] : ['ImageId'];
      const raw = valueAt(subject.root, [...path, ...keys]);
      // An instance of a launch template has its image.
      const isOfTemplate =
        raw === undefined && valueAt(subject.root, [...path, 'LaunchTemplate']) !== undefined;
      if (isOfTemplate) continue;
      const image = imageNamed(logicalId, parameterPath(raw, subject));
      if (image === null) return null;
      found.push(image);
    }
  }
  return found;
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => (isMap(found) ? found[key] : undefined), root);
}

/** `{{resolve:ssm:/aws/service/…}}`, or a parameter whose default is such a path. */
function parameterPath(raw: unknown, { root }: Subject): string | null {
  if (typeof raw === 'string') return /\{\{resolve:ssm:(\/aws\/service\/[^}]+)\}\}/.exec(raw)?.[1] ?? null;
  const name = isMap(raw) ? raw['Ref'] : undefined;
  const found = typeof name === 'string' ? valueAt(root, ['Parameters', name, 'Default']) : null;
  return typeof found === 'string' && found.startsWith('/aws/service/') ? found : null;
}

function imageNamed(name: string, path: string | null): Image | null {
  const os = path === null ? undefined : names.find(([pattern]) => pattern.test(path))?.[1];
  if (path === null || os === undefined) return null;
  const edition = /Windows_Server-([0-9]{4}(?:-R2)?)/.exec(path)?.[1];
  const product =
    os === 'WINDOWS' && edition !== undefined ? `WindowsServer${edition.replace('-', '')}` : null;
  return { name, image: path.split('/').at(-1) ?? path, os, product };
}
