/**
 * Content of a document of type Package: its manifest.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/distributor-working-with-packages-create.html#packages-manifest
 */
import type { DocumentType } from '../../cloudformation/document-type.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import { anything, choice, map, mapOf, once, optional, read, text } from '../../fields/fields.ts';
import { isKnown } from '../../fields/unknown.ts';
import { architectures, type ManifestPackages, platformCodes } from './platforms.ts';

export interface Manifest {
  readonly version: string;
  readonly packages: ManifestPackages;
}

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html, "Distributor": attachments of a package. */
const filesMax = 20;
const versionPattern = /^[a-zA-Z0-9_.-]{1,128}$/;

const manifestField = once(() =>
  map({
    files: mapOf(
      map({
        checksums: map({ sha256: text('a SHA-256 checksum', { min: 1 }) }),
        size: optional(anything()),
      }),
      'files with their checksums',
    ),
    packages: mapOf(
      mapOf(
        mapOf(
          map({ file: text('the name of a .zip file', { min: 1 }) }),
          'architectures, each with its file',
        ),
        'releases of the platform, or _any',
      ),
      'platforms, each with its releases',
    ),
    publisher: optional(text('a name')),
    schemaVersion: choice('2.0'),
    version: text('1 to 128 letters, digits, _ - and .', { pattern: versionPattern }),
  }),
);

export const packageType: DocumentType<Manifest> = {
  name: 'Package',
  form: 'data',
  read(content, { path, context }) {
    const manifest = read(manifestField(), content, path, context);
    if (manifest === undefined || !isKnown(manifest)) return undefined;
    const { files, packages, version } = manifest;
    const names = Object.keys(files);
    if (names.length > filesMax) {
      const message = `expected at most ${filesMax} files, found ${names.length}`;
      context.error([...path, 'files'], 'too-many', message);
    }
    if (Object.keys(packages).length === 0) {
      context.error([...path, 'packages'], 'missing-key', 'missing: expected at least one platform');
    }
    const byPlatform = entries(packages).map(([platform, releases]) => {
      const at = [...path, 'packages', platform];
      if (platform !== '_any') warnOfWord(platform, platformCodes, 'platform', at);
      const byRelease = entries(releases).map(([release, files]) => {
        const byArchitecture = entries(files).map(([architecture, { file }]) => {
          const place = [...at, release, architecture];
          if (architecture !== '_any') warnOfWord(architecture, architectures, 'architecture', place);
          if (!names.includes(file)) {
            const message = `${file} is not among files: expected one of ${names.join(', ') || 'those listed there'}`;
            context.error([...place, 'file'], 'unknown-reference', message, {
              help: suggestion(file, names),
            });
          }
          return [architecture, file] as const;
        });
        return [release, Object.fromEntries(byArchitecture)] as const;
      });
      return [platform, Object.fromEntries(byRelease)] as const;
    });
    return { version, packages: Object.fromEntries(byPlatform) };

    /** AWS takes any word; no node will ever match it. */
    function warnOfWord(
      word: string,
      known: readonly string[],
      what: string,
      at: readonly (string | number)[],
    ) {
      if (known.includes(word)) return;
      const message = `no node has the ${what} ${word}: Distributor knows ${known.join(', ')}, and _any`;
      context.warning(at, 'unknown-key', message, { at: 'key', help: suggestion(word, known) });
    }
  },
};

function entries<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map);
}
