/** Secrets that anyone who may read the parameter can read. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import { entry, textOf, type Value } from '../../../cloudformation/value.ts';
import { putParameter } from '../calls.ts';
import { parameter } from '../resources.ts';

const secretWord = /secret|password|passwd|token|credential/i;

export function checkPlainSecrets(subject: Subject, report: Report): void {
  for (const resource of subject.ofType(parameter.type)) {
    const help =
      subject.kind === 'template'
        ? 'CloudFormation cannot make a SecureString: put the value with aws ssm put-parameter --type SecureString, or keep it in Secrets Manager'
        : 'write Type: SecureString';
    const name = subject.property(resource, 'Name');
    check({ name, type: subject.property(resource, 'Type'), otherwise: resource.logicalId }, (message, at) =>
      report(at ?? resource.path, message, { help }),
    );
  }
  for (const { call, request } of subject.actions) {
    if (call !== putParameter.call) continue;
    check({ name: entry(request, 'Name'), type: entry(request, 'Type'), otherwise: '' }, (message, at) => {
      if (at !== null) report(at, message, { help: 'write Type: SecureString' });
    });
  }
}

interface Written {
  readonly name: Value | undefined;
  readonly type: Value | undefined;
  readonly otherwise: string;
}

function check(
  { name: written, type, otherwise }: Written,
  tell: (message: string, at: Value['path'] | null) => void,
): void {
  const name = written === undefined ? otherwise : textOf(written);
  const word = name === null ? null : secretWord.exec(name)?.[0];
  const kind = textOf(type);
  if (word === null || word === undefined || kind === null || kind === 'SecureString') return;
  tell(
    `${name} says ${word.toLowerCase()} and is a plain ${kind}: every caller who may read the parameter reads it, and its history keeps it`,
    type?.path ?? null,
  );
}
