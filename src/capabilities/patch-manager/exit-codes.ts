/**
 * The exit codes of AWS-RunPatchBaseline.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html
 */

/** What each code means. Codes from 143 on up to 167 come before any package is touched, except 149. */
export const exitCodeMeanings = {
  0: 'success',
  1: 'something failed, such as the installation of a patch',
  2: 'the dependencies of a package could not be met',
  3: 'a reboot was asked for and did not take place',
  4: 'another patching operation runs on the node',
  130: 'an association, a baseline or its tags could not be looked up',
  126: 'the temporary directory does not let programs run',
  143: 'the patch snapshot could not be had',
  144: 'the call for the patch snapshot failed, as it does for Microsoft applications on a hybrid node of the standard tier',
  145: 'the node may not call GetDeployablePatchSnapshotForInstance',
  146: 'the operating system is not supported',
  147: 'the patch snapshot could not be saved',
  148: 'the instance metadata could not be read',
  149: 'the report could not be uploaded by PutInventory; the run itself ends with 1',
  150: 'the patch snapshot is not valid',
  151: 'a download does not have the expected checksum',
  152: 'the configuration is not valid',
  153: 'the baseline tags are not valid',
  154: 'a directory could not be made',
  155: 'the patching code could not be unpacked',
  156: 'the patching code could not be downloaded from S3',
  160: 'access to the baseline override was denied',
  161: 'the baseline override is not valid',
  162: 'the baseline override could not be downloaded',
  163: 'the baseline override has no baseline for the operating system',
  165: 'the baseline override has several baselines for the operating system',
  166: 'the baseline override is for another operating system',
  167: 'BaselineOverride and InstallOverrideList were both given',
  194: 'Linux or macOS: reboot, then go on',
  195: 'reboot, then end as a failure',
  196: 'reboot, then end for unmet dependencies',
  3010: 'Windows: reboot, then go on',
} as const;

export type ExitCode = keyof typeof exitCodeMeanings;
