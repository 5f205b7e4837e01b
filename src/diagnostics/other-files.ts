/** Files that people hand over in place of a scenario, and what to do with them. */
import { isMap, type PlainMap } from './plain-map.ts';

interface OtherFile {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** Null: it may be a scenario. */
export function otherFileProblem(root: PlainMap): OtherFile | null {
  if (isTemplate(root)) return template;
  // What the fields of a state mean differs from provider to provider.
  return ['terraform_version', 'lineage', 'serial'].every((key) => root[key] !== undefined)
    ? terraformState
    : null;
}

/** A template names its resources with a capital letter. */
export function isTemplate(root: PlainMap): boolean {
  return isMap(root['Resources']) && root['resources'] === undefined && root['fleet'] === undefined;
}

const template: OtherFile = {
  code: 'template',
  message: 'this is a CloudFormation template; a run needs a scenario, which also has a fleet and a time',
  help: 'check the template as it is with fleetsim lint; to simulate it, copy what is under Resources to resources of a scenario, and put values in place of its parameters (fleetsim init writes a scenario to begin with)',
};

const terraformState: OtherFile = {
  code: 'terraform-state',
  message:
    'this is a Terraform state file, as Terraform itself writes it; fleetsim reads scenarios and CloudFormation templates',
  help: 'terraform show -json prints a state or a plan in the documented form; this version reads neither, so write the windows under resources',
};
