/** What `fleetsim init` writes unless an example is asked for: a scenario that runs, and says what each part is for. */
export const firstScenario = `# yaml-language-server: $schema=./scenario.schema.json
# A scenario: what you configure at AWS (resources, actions), and the world around it (fleet, patches, faults, #
# model). Anything you leave out is assumed healthy. All numbers below are examples: replace them with your own.
#
#   npx fleetsim run scenarios/sunday.yaml        simulates one Sunday: what happens, and why
#   npx fleetsim check scenarios/sunday.yaml      simulates 200 runs and tests them against expect
#   npx fleetsim compare scenarios/sunday.yaml --vary Install.MaxConcurrency=5%,10%,25%
name: Sunday 04:00
description: 120 web servers in Frankfurt, twelve at a time
seed: 1                               # the same seed gives the same result
start: 2025-01-03T00:00:00Z
end: 3d                               # counted from start; the window opens on the second night
replications: 200                     # for check and compare; run simulates one run

# How nodes reach the Systems Manager endpoints. A group without a subnet has an open network.
subnets:
  private: { route: nat-gateway }     # or route: none, endpoints: [ssm, ssmmessages, ec2messages, s3]

# Groups of identical nodes, named web-0001, web-0002 and so on.
fleet:
  web:
    count: 120                        # or ids: [i-0123456789abcdef0, …]
    os: AMAZON_LINUX_2023
    tags: { Environment: prod, Patch Group: prod-linux }
    subnet: private
    patchedUntil: 2024-12-01          # every patch released before this date is installed
  # datacenter:                       # nodes outside of EC2
  #   count: 10
  #   os: UBUNTU
  #   hybrid: { activation: dc1 }     # a name under activations

# What vendors have released. patchStreams generates more patches from the seed.
patches:
  ALAS2023-2024-790:
    os: AMAZON_LINUX_2023
    classification: Security
    severity: Important
    packages: openssl
    released: 2024-12-19
    affects: 90%                      # of the nodes have the package
    fails: 2%                         # of the installations fail; each counts as an error

# What else happens to the fleet, once (at) or repeatedly (every).
faults:
  - id: agents-die                    # 20 minutes before the window: these nodes cannot be reached
    at: 2025-01-05T02:40:00Z          # when it opens; Undeliverable does not count toward MaxErrors
    nodes: { group: web, share: 3% }
    action: stopAgent
    for: 1h

# How long things take. Use your own measurements: they decide whether the window is long enough.
model:
  patching:
    scan: { lognormal: { mean: 40s, sd: 15s } }
    install: { lognormal: { mean: 2m, sd: 1m } }
    reboot: { lognormal: { mean: 4m, sd: 1m } }

# What you configure at AWS, in CloudFormation's types and property names: paste your own.
resources:
  LinuxBaseline:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: prod-linux-baseline
      OperatingSystem: AMAZON_LINUX_2023
      PatchGroups: [prod-linux]       # for nodes whose Patch Group tag has this value
      ApprovalRules:
        PatchRules:
          - ApproveAfterDays: 7
            PatchFilterGroup:
              PatchFilters:
                - { Key: CLASSIFICATION, Values: [Security] }
                - { Key: SEVERITY, Values: [Critical, Important] }
  SundayWindow:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Schedule: "cron(0 4 ? * SUN *)"
      ScheduleTimezone: Europe/Berlin
      Duration: 3                     # hours
      Cutoff: 1                       # hours before the end after which no task starts
      AllowUnassociatedTargets: false
  WebNodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !Ref SundayWindow
      ResourceType: INSTANCE
      Targets: [{ Key: "tag:Patch Group", Values: [prod-linux] }]
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref SundayWindow
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: 10%             # 12 nodes at once
      MaxErrors: 10%                  # the 13th error halts it; undeliverable nodes do not count
      CutoffBehavior: CONTINUE_TASK   # a running task continues past the cutoff
      Targets: [{ Key: WindowTargetIds, Values: [!Ref WebNodes] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters:
          Parameters: { Operation: [Install], RebootOption: [RebootIfNeeded] }

# What fleetsim check tests, over all runs.
expect:
  patched.percent: ">= 93"            # on average
  task.Install.finishedBeforeCutoff: { share: ">= 90%" }   # in 90% of runs: a node that dies keeps its slot
  task.Install.minutes: { p50: "<= 90" }                   # in half of the runs
  task.Install.failed: { p95: "<= 8" }
`;
