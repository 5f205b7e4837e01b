/** Documents that guides write about and AWS does not have, by what they mean. */
export const inventedDocuments: Readonly<Record<string, string>> = {
  'AWS-InstallPatchBaseline': 'AWS-RunPatchBaseline with Operation: [Install]',
  'AWS-InstallPatches': 'AWS-RunPatchBaseline with Operation: [Install]',
  'AWS-PatchInstance': 'AWS-RunPatchBaseline with Operation: [Install]',
  'AWS-RebootEC2Instance': 'AWS-RestartEC2Instance',
  'AWS-RunBashScript': 'AWS-RunShellScript',
  'AWS-ScanPatchBaseline': 'AWS-RunPatchBaseline with Operation: [Scan]',
};

/** Predefined patch baselines, likewise. */
export const inventedBaselines: Readonly<Record<string, string>> = {
  'AWS-RHELDefaultPatchBaseline': 'AWS-RedHatDefaultPatchBaseline',
};
