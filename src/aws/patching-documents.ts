/** Documents and runbooks of AWS that install patches. */
export const patchingDocuments: readonly string[] = [
  'AWS-RunPatchBaseline',
  'AWS-RunPatchBaselineAssociation',
  'AWS-RunPatchBaselineWithHooks',
  'AWS-ApplyPatchBaseline',
  'AWS-FindWindowsUpdates',
  'AWS-InstallMissingWindowsUpdates',
  'AWS-InstallSpecificWindowsUpdates',
  'AWS-InstallWindowsUpdates',
  'AWS-PatchAsgInstance',
  'AWS-PatchInstanceWithRollback',
];
