/** Runs of AWS-ConfigureAWSPackage whose end the file alone settles, by the rule of the run itself. */
import { resolveMaxConcurrency } from '../../../aws/rate-control.ts';
import { counted } from '../../../blocks/numbers.ts';
import { parameterText } from '../../../capability/lint/declared-run.ts';
import { reachedBySource } from '../../../capability/lint/reached.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report } from '../../../capability/lint-rule.ts';
import type { RunSource } from '../../../capability/run-source.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { awsPackages } from '../aws-packages.ts';
import { cataloguesOf, packageSources } from '../catalogue.ts';
import { configurePackage, type PackageRequest, requestIn } from '../documents.ts';
import { type PackageFailure, planOf } from '../rules.ts';

interface DeclaredInstall {
  readonly source: RunSource;
  readonly request: PackageRequest;
  readonly path: DataPath;
  readonly groups: readonly { readonly group: FleetGroup; readonly count: number }[];
}

/** What only a run knows is not judged. */
function installsIn(scenario: Scenario): DeclaredInstall[] {
  return packageSources(scenario).flatMap((source) => {
    const { parameters } = source;
    const isOpen = Object.values(parameters).some((values) => values.some((value) => value.includes('{{')));
    const request = requestIn(parameters);
    if (isOpen || request.name === '' || request.action === 'Uninstall') return [];
    const groups = reachedBySource(source, scenario.fleet, true).flatMap(({ nodes }) =>
      nodes.flatMap(({ group, count }) => (group === null ? [] : [{ group, count }])),
    );
    return [{ source, request, path: source.pathOf('Parameters'), groups }];
  });
}

/** As late as the file goes, since versions may be published until then; `installed`: another version than any. */
function failureOn(
  scenario: Scenario,
  request: PackageRequest,
  group: FleetGroup | undefined,
): { readonly reason: PackageFailure; readonly why: string } | null {
  const known = cataloguesOf(scenario).get(request.name);
  const plan = planOf(request, known, '', group ?? { os: 'AMAZON_LINUX_2' }, scenario.endMs);
  return plan.kind === 'fails' ? plan : null;
}

export function checkUnknown({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  const catalogue = cataloguesOf(scenario);
  for (const { source, request, path, groups } of installsIn(scenario)) {
    const failure = failureOn(scenario, request, groups[0]?.group);
    if (failure === null) continue;
    const message = `${source.words.name} fails on every node: ${failure.why}`;
    if (failure.reason === 'unknown package') {
      const other = `declare it as an AWS::SSM::Document of type Package, or describe it in model.packages.${request.name}`;
      report([...path, 'name'], message, { help: suggestion(request.name, [...catalogue.keys()]) ?? other });
    }
    if (failure.reason !== 'unknown version') continue;
    const versions = catalogue.get(request.name)!.versions.map(({ version }) => version);
    const help = `it has ${versions.join(', ')}; model.packages.${request.name}.versions adds others`;
    report([...path, 'version'], message, { help });
  }
}

export function checkPlatforms({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { source, request, path, groups } of installsIn(scenario)) {
    for (const group of new Set(groups.map((each) => each.group))) {
      const failure = failureOn(scenario, request, group);
      if (failure?.reason !== 'not for this platform') continue;
      const message = `${source.words.name} fails on ${group.name}: ${failure.why}`;
      const help = 'add a file for it to the manifest, or leave these nodes out of the targets';
      report([...path, 'name'], message, { help });
    }
  }
}

/** Of a template nothing is known of the account but that it has AWS's packages. */
export function checkUpdateScripts(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) {
    for (const run of subject.runs) {
      if (run.document !== configurePackage) continue;
      const name = parameterText(run, 'name');
      const type = parameterText(run, 'installationType');
      if (name === null || type !== 'In-place update' || !Object.hasOwn(awsPackages, name)) continue;
      report(
        run.path,
        `${run.name} fails: In-place update is not supported for ${name}, which AWS publishes`,
      );
    }
    return;
  }
  for (const { source, request, path, groups } of installsIn(scenario)) {
    const failure = failureOn(scenario, request, groups[0]?.group);
    if (failure?.reason !== 'no update script') continue;
    const help = cataloguesOf(scenario).get(request.name)!.isOfAws
      ? 'leave installationType out'
      : `if the package has one, say so: model.packages.${request.name}.updateScript: true`;
    const where = Object.hasOwn(source.parameters, 'installationType') ? [...path, 'installationType'] : path;
    report(where, `${source.words.name} fails where another version is installed: ${failure.why}`, { help });
  }
}

export function checkReinstalls({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  for (const { source, request, path, groups } of installsIn(scenario)) {
    if (request.installationType === 'In-place update') continue;
    const has = groups.filter(({ group }) => Object.hasOwn(group.software, request.name));
    const nodes = has.reduce((sum, { count }) => sum + count, 0);
    const reached = groups.reduce((sum, { count }) => sum + count, 0);
    const all = scenario.fleet.filter(({ software }) => Object.hasOwn(software, request.name));
    if (nodes < 2 || nodes < all.reduce((sum, { count }) => sum + count, 0)) continue;
    const { maxConcurrency } = source.limits ?? {};
    if (maxConcurrency !== undefined && resolveMaxConcurrency(maxConcurrency, reached, 'down') < reached)
      continue;
    const message = `${source.words.name} takes ${request.name} away from all of its ${counted(nodes, 'node')} at once, until each has it again`;
    const help = 'set MaxConcurrency, or update in place with an update script';
    report(path, message, { help });
  }
}
