/**
 * What Session Manager is set to: the inputs of a Session document.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html
 */
export interface Preferences {
  readonly idleMs: number;
  /** Null: a session may last as long as it is used. */
  readonly maximumMs: number | null;
  /** Null: session logs go to no bucket. */
  readonly bucket: string | null;
  /** What the names of logs in the bucket begin with. */
  readonly bucketPrefix: string;
  /** Only a bucket that is encrypted will do. */
  readonly needsEncryptedBucket: boolean;
  readonly logGroup: string | null;
  readonly needsEncryptedLogGroup: boolean;
  /** CloudWatch Logs gets the log while the session goes on, and not at its end. */
  readonly isStreamed: boolean;
  /** Null: nothing beyond TLS. */
  readonly kmsKey: string | null;
  readonly runAs: { readonly defaultUser: string | null } | null;
}

const minuteMs = 60_000;

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html: 20 minutes unless said otherwise. */
export const defaultPreferences: Preferences = {
  idleMs: 20 * minuteMs,
  maximumMs: null,
  bucket: null,
  bucketPrefix: '',
  needsEncryptedBucket: false,
  logGroup: null,
  needsEncryptedLogGroup: false,
  isStreamed: false,
  kmsKey: null,
  runAs: null,
};

/** As a document has them. An empty text means that nothing is set: AWS's own example is full of them. */
export interface Inputs {
  readonly cloudWatchEncryptionEnabled?: boolean | undefined;
  readonly cloudWatchLogGroupName?: string | undefined;
  readonly cloudWatchStreamingEnabled?: boolean | undefined;
  readonly idleSessionTimeout?: number | null | undefined;
  readonly kmsKeyId?: string | undefined;
  readonly maxSessionDuration?: number | null | undefined;
  readonly runAsDefaultUser?: string | undefined;
  readonly runAsEnabled?: boolean | undefined;
  readonly s3BucketName?: string | undefined;
  readonly s3EncryptionEnabled?: boolean | undefined;
  readonly s3KeyPrefix?: string | undefined;
}

export function preferencesOf(inputs: Inputs): Preferences {
  const { idleSessionTimeout, maxSessionDuration } = inputs;
  const given = (text: string | undefined) => (text === undefined || text === '' ? null : text);
  return {
    idleMs: idleSessionTimeout ? idleSessionTimeout * minuteMs : defaultPreferences.idleMs,
    maximumMs: maxSessionDuration ? maxSessionDuration * minuteMs : null,
    bucket: given(inputs.s3BucketName),
    bucketPrefix: inputs.s3KeyPrefix ?? '',
    needsEncryptedBucket: inputs.s3EncryptionEnabled ?? false,
    logGroup: given(inputs.cloudWatchLogGroupName),
    needsEncryptedLogGroup: inputs.cloudWatchEncryptionEnabled ?? false,
    isStreamed: inputs.cloudWatchStreamingEnabled ?? false,
    kmsKey: given(inputs.kmsKeyId),
    runAs: inputs.runAsEnabled ? { defaultUser: given(inputs.runAsDefaultUser) } : null,
  };
}
