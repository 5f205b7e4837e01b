/** What lint finds of parameters. */
import type { LintSpec, Rule } from '../../../capability/lint-rule.ts';
import { checkBootStorm } from './boot-storm.ts';
import { checkDecryption, checkEncryption, checkNames } from './reads.ts';
import { checkReferenceValues } from './references.ts';
import { checkPlainSecrets } from './secrets.ts';

const rules: readonly Rule[] = [
  {
    id: 'secret-in-plain-text',
    place: 900,
    severity: 'warning',
    finds: 'a plain String whose name says secret, password, token or credential',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html',
    check: checkPlainSecrets,
  },
  {
    id: 'kms-decrypt-missing',
    place: 901,
    severity: 'error',
    finds:
      'nodes or a principal that read a SecureString without kms:Decrypt of its key, or write one that they may not encrypt',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html',
    check(subject, report) {
      checkDecryption(subject, report);
      checkEncryption(subject, report);
    },
  },
  {
    id: 'parameter-unknown',
    place: 902,
    severity: 'error',
    finds:
      'a read of a parameter that neither the file has nor a call writes, or of a version or a label that it does not have',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html',
    check: checkNames,
  },
  {
    id: 'reference-refused',
    place: 904,
    severity: 'error',
    finds: 'a reference to a parameter whose value, type or reader AWS refuses',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-param-runcommand.html',
    check: checkReferenceValues,
  },
  {
    id: 'boot-storm',
    place: 903,
    severity: 'note',
    finds: 'nodes that read more parameters when they boot together than AWS takes in that time',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html',
    check: checkBootStorm,
  },
];

export const parameterLint: LintSpec = { rules };
