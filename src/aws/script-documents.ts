/**
 * Which document of AWS runs the script of a step, by the plugin that the step names.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
export const scriptDocuments: Readonly<Record<string, string>> = {
  'aws:runShellScript': 'AWS-RunShellScript',
  'aws:runPowerShellScript': 'AWS-RunPowerShellScript',
};
