/**
 * What AWS calls the products of each operating system, as values of a PRODUCT filter. Case counts.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribePatchProperties.html
 * https://docs.aws.amazon.com/cli/latest/reference/ssm/describe-patch-properties.html (the list of Amazon Linux)
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 *
 * ASSUMPTION product-names: AWS gives the lists only by DescribePatchProperties. Systems that get no release any more have
 * a closed list here. Of the others the pattern is known, so that a version that came later is no mistake.
 */
const amazonLinux = [2012, 2013, 2014, 2015, 2016, 2017]
  .flatMap((year) => [`AmazonLinux${year}.03`, `AmazonLinux${year}.09`])
  .concat('AmazonLinux2018.03');

/** AWS answers ValidationException to any other value but `*`. */
const closedLists: Readonly<Record<string, readonly string[]>> = {
  AMAZON_LINUX: amazonLinux,
  AMAZON_LINUX_2: ['AmazonLinux2', 'AmazonLinux2.0'],
};

/** Windows up to the last release that is known; a later year is taken for a later release. */
const windows = [
  ...['7', '8', '8.1', '8Embedded', '10', '10LTSB', '11'].map((version) => `Windows${version}`),
  ...['2003', '2008', '2008R2', '2012', '2012R2', '2016', '2019', '2022', '2025'].map(
    (version) => `WindowsServer${version}`,
  ),
];
const lastWindowsServer = 2025;

const patterns: Readonly<Record<string, RegExp>> = {
  AMAZON_LINUX_2022: /^AmazonLinux2022(\.[0-9.]+)?$/,
  AMAZON_LINUX_2023: /^AmazonLinux2023(\.[0-9.]+)?$/,
  REDHAT_ENTERPRISE_LINUX: /^RedhatEnterpriseLinux[0-9]+(\.[0-9]+)?$/,
  CENTOS: /^CentOS(Stream)?[0-9]+(\.[0-9]+)*$/,
  ROCKY_LINUX: /^RockyLinux[0-9]+(\.[0-9]+)?$/,
  ALMA_LINUX: /^AlmaLinux[0-9]+(\.[0-9]+)?$/,
  ORACLE_LINUX: /^OracleLinux[0-9]+(\.[0-9]+)?$/,
  SUSE: /^Suse[0-9]+(\.[0-9]+)?$/,
  DEBIAN: /^Debian[0-9]+(\.[0-9]+)?$/,
  // Ubuntu is released in April and in October.
  UBUNTU: /^Ubuntu[0-9]{2}\.(04|10)$/,
  RASPBIAN: /^Raspbian[0-9]+(\.[0-9]+)?$/,
  MACOS: /^macOS[0-9]+(\.[0-9x]+)*$/,
};

/** One product of each system, to show how AWS writes it. */
export const exampleProducts: Readonly<Record<string, string>> = {
  AMAZON_LINUX: 'AmazonLinux2018.03',
  AMAZON_LINUX_2: 'AmazonLinux2',
  AMAZON_LINUX_2022: 'AmazonLinux2022',
  AMAZON_LINUX_2023: 'AmazonLinux2023',
  REDHAT_ENTERPRISE_LINUX: 'RedhatEnterpriseLinux8.10',
  CENTOS: 'CentOS7.9',
  ROCKY_LINUX: 'RockyLinux9.4',
  ALMA_LINUX: 'AlmaLinux9.4',
  ORACLE_LINUX: 'OracleLinux8.10',
  SUSE: 'Suse15.5',
  DEBIAN: 'Debian12',
  UBUNTU: 'Ubuntu22.04',
  RASPBIAN: 'Raspbian10',
  MACOS: 'macOS14.x',
  WINDOWS: 'WindowsServer2022',
};

/** Every product that the system can have; null: there may be others than are known here. */
export function closedProductsOf(os: string): readonly string[] | null {
  return closedLists[os] ?? null;
}

/** Known spellings that a mistake can be compared with. */
export function knownProductsOf(os: string): readonly string[] {
  return os === 'WINDOWS' ? windows : (closedLists[os] ?? [exampleProducts[os]!]);
}

/** Whether AWS has, or may have, a product of this name for the system. Of Microsoft's applications nothing is said here. */
export function isProductOf(os: string, text: string): boolean {
  if (text.includes('*')) return true;
  if (os === 'WINDOWS') return isWindowsProduct(text);
  return closedLists[os]?.includes(text) ?? patterns[os]?.test(text) ?? true;
}

function isWindowsProduct(text: string): boolean {
  if (windows.includes(text)) return true;
  const year = /^WindowsServer(\d{4})(R2)?$/.exec(text)?.[1];
  return year !== undefined && Number(year) > lastWindowsServer;
}

/** Text that means Windows itself by its form: `WindowsServer2018`, `windows10`. */
export function namesWindows(text: string): boolean {
  return /^Windows(Server)?[0-9]+(\.[0-9]+)?[A-Za-z0-9]*$/i.test(text);
}
