/** Terraform's own state file, which is no input: what its fields mean differs from provider to provider. */
import type { PlainMap } from './plain-map.ts';

/** Null: it is something else. */
export function terraformStateProblem(
  root: PlainMap,
): { readonly message: string; readonly help: string } | null {
  const isState = ['terraform_version', 'lineage', 'serial'].every((key) => root[key] !== undefined);
  if (!isState) return null;
  return {
    message:
      'this is a Terraform state file, as Terraform itself writes it; fleetsim reads scenarios and CloudFormation templates',
    help: 'terraform show -json prints a state or a plan in the documented form; this version reads neither, so write the windows under resources',
  };
}
