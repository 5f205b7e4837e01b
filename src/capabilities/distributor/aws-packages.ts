/**
 * Packages that AWS publishes, which every account has.
 *
 * ASSUMPTION aws-package-versions: AWS publishes new versions at no fixed time; each has one here, unless `model.packages` says more.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-deploy.html
 */
import type { PlatformType } from '../../world/operating-systems.ts';

interface AwsPackage {
  readonly version: string;
  readonly platforms: readonly PlatformType[];
}

const both: readonly PlatformType[] = ['Linux', 'Windows'];
const onLinux: readonly PlatformType[] = ['Linux'];
const onWindows: readonly PlatformType[] = ['Windows'];

export const awsPackages: Readonly<Record<string, AwsPackage>> = {
  AWSCodeDeployAgent: { version: '1.7.0', platforms: both },
  'AWSEC2Launch-Agent': { version: '2.0.1', platforms: onWindows },
  AWSKinesisTap: { version: '1.1.1', platforms: onWindows },
  AWSNVMe: { version: '1.5.1', platforms: onWindows },
  AWSPVDriver: { version: '8.4.3', platforms: onWindows },
  'AWSSupport-EC2Rescue': { version: '1.1.9', platforms: both },
  AmazonCloudWatchAgent: { version: '1.300049.1', platforms: both },
  AmazonEC2HibernateAgent: { version: '1.0.2', platforms: both },
  AmazonEFSUtils: { version: '2.1.0', platforms: onLinux },
  AwsEnaNetworkDriver: { version: '2.8.0', platforms: onWindows },
  AwsVssComponents: { version: '2.5.0', platforms: onWindows },
};
