import { expect, test } from 'vitest';
import { lintText } from '../../lint/lint-text.ts';
import { loadYaml } from '../../support/simulate.ts';

function packageWith(content: string, properties = ''): string {
  return `
start: 2026-03-02T00:00:00Z
end: 1d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources:
  Agent: { Type: AWS::SSM::Document, Properties: { Name: agent, DocumentType: Package${properties}, Content: ${content} } }
`;
}

const good =
  '{ schemaVersion: "2.0", version: 1.0.0, packages: { amazon: { _any: { x86_64: { file: a.zip } } } }, files: { a.zip: { checksums: { sha256: abc } } } }';

test('a manifest of schema 2.0 is read', () => {
  expect(() => loadYaml(packageWith(good))).not.toThrow();
  expect(() =>
    loadYaml(
      packageWith(
        `'${JSON.stringify({ schemaVersion: '2.0', version: '1', packages: { windows: { _any: { _any: { file: 'a.zip' } } } }, files: { 'a.zip': { checksums: { sha256: 'x' } } } })}'`,
      ),
    ),
  ).not.toThrow();
});

test.each([
  ['schema version is always 2.0', good.replace('2.0', '2.2'), /2\.2/],
  [
    'all files must be listed in the files section',
    good.replace('file: a.zip', 'file: b.zip'),
    /b\.zip is not among files/,
  ],
  ['each file entry requires a sha256 checksum', good.replace('sha256: abc', 'md5: abc'), /sha256/],
  [
    'at least one file is required',
    good.replace('amazon: { _any: { x86_64: { file: a.zip } } }', ''),
    /at least one platform/,
  ],
  [
    'a version has letters, numbers, underscores, hyphens, and periods',
    good.replace('1.0.0', '"1 0"'),
    /version/,
  ],
])('%s', (_, content, message) => {
  expect(() => loadYaml(packageWith(content))).toThrow(message);
});

test('at most 20 files can be attached to a single document', () => {
  const names = Array.from({ length: 21 }, (_, index) => `f${index}.zip`);
  const files = names.map((name) => `${name}: { checksums: { sha256: x } }`).join(', ');
  const content = `{ schemaVersion: "2.0", version: 1, packages: { amazon: { _any: { _any: { file: f0.zip } } } }, files: { ${files} } }`;
  expect(() => loadYaml(packageWith(content))).toThrow(/at most 20 files, found 21/);
});

test('the version name is the exact value of the version entry of the manifest', () => {
  expect(() => loadYaml(packageWith(good, ', VersionName: 1.0.0'))).not.toThrow();
  expect(() => loadYaml(packageWith(good, ', VersionName: 1.0.1'))).toThrow(
    /expected the version of the manifest, 1\.0\.0, found/,
  );
});

test('a package is limited to a maximum of 25 versions', () => {
  const versions = (count: number) =>
    Array.from({ length: count }, (_, index) => `"0.${index}": {}`).join(', ');
  const with25 = `${packageWith(good)}model: { packages: { agent: { versions: { ${versions(24)} } } } }`;
  expect(() => loadYaml(with25)).not.toThrow();
  const with26 = `${packageWith(good)}model: { packages: { agent: { versions: { ${versions(25)} } } } }`;
  expect(() => loadYaml(with26)).toThrow(/at most 25 versions of a package, found 26/);
});

test('at most 500 packages', () => {
  const many = Array.from({ length: 501 }, (_, index) => {
    const content = good.replaceAll('a.zip', `a${index}.zip`);
    return `  P${index}: { Type: AWS::SSM::Document, Properties: { DocumentType: Package, Content: ${content} } }`;
  });
  const text = packageWith(good).replace(/ {2}Agent.*\n/, `${many.join('\n')}\n`);
  expect(() => loadYaml(text)).toThrow(/at most 500 packages in an account and Region, found 501/);
});

test('a package that only the model knows has to have a version', () => {
  expect(() => loadYaml(`${packageWith(good)}model: { packages: { falcon: {} } }`)).toThrow(
    /expected versions of falcon/,
  );
});

test('no node is of a platform or an architecture that Distributor does not know', () => {
  const { warnings } = loadYaml(packageWith(good.replace('amazon', 'amazn').replace('x86_64', 'x86')));
  expect(warnings.map(({ message }) => message)).toEqual([
    expect.stringContaining('no node has the platform amazn'),
    expect.stringContaining('no node has the architecture x86'),
  ]);
});

test('a template with a package is linted without a finding', () => {
  const template = `Resources:\n  Agent: { Type: AWS::SSM::Document, Properties: { Name: agent, DocumentType: Package, VersionName: 1.0.0, Attachments: [{ Key: SourceUrl, Values: [s3://b/agent] }], Content: ${good} } }\n`;
  expect(lintText(template).findings).toEqual([]);
});
