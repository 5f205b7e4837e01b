/** A setting of Systems Manager in an account and Region that a capability acts on: UpdateServiceSetting changes it. */
export interface ServiceSetting {
  /** `/ssm/parameter-store/high-throughput-enabled` */
  readonly id: string;
  /** What it may be. */
  readonly values: readonly string[];
}
