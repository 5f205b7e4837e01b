/** What `fleetsim init` writes unless an example is asked for: a scenario that runs, and says what each part is for. */
export const firstScenario = `# yaml-language-server: $schema=./scenario.schema.json
# A scenario: what you configure at AWS (resources, actions), and the world that it meets (fleet, patches, faults,
# model). What is left out is healthy, and has a default. Every number below is made up: replace them by yours.
#
#   npx fleetsim run scenarios/sunday.yaml        what happens on one such Sunday, and why who was not patched
#   npx fleetsim check scenarios/sunday.yaml      holds 200 of them to what stands under expect
#   npx fleetsim compare scenarios/sunday.yaml --vary Install.MaxConcurrency=5%,10%,25%
name: Sunday 04:00
description: 120 web servers in Frankfurt, twelve at a time
seed: 1                               # the same seed, the same luck
start: 2025-01-03T00:00:00Z
end: 3d                               # from start on; the window opens on the second night
replications: 200                     # for check and compare; run simulates one

# How nodes reach the endpoints of Systems Manager. A group without subnet has an open network.
subnets:
  private: { route: nat-gateway }     # or route: none, endpoints: [ssm, ssmmessages, ec2messages, s3]

# Groups of like nodes. They are called web-0001, web-0002 and so on.
fleet:
  web:
    count: 120                        # or ids: [i-0123456789abcdef0, …]
    os: AMAZON_LINUX_2023
    tags: { Environment: prod, Patch Group: prod-linux }
    subnet: private
    patchedUntil: 2024-12-01          # everything released before is installed
  # datacenter:                       # nodes outside of EC2
  #   count: 10
  #   os: UBUNTU
  #   hybrid: { activation: dc1 }     # a name under activations

# What vendors have released. More of them, generated from the seed: patchStreams.
patches:
  ALAS2023-2024-790:
    os: AMAZON_LINUX_2023
    classification: Security
    severity: Important
    packages: openssl
    released: 2024-12-19
    affects: 90%                      # of the nodes have the package
    fails: 2%                         # of the installations; counts as an error

# What happens to the fleet besides. Each once (at), or again and again (every).
faults:
  - id: agents-die                    # 20 minutes before the window: these nodes are lost when it opens,
    at: 2025-01-05T02:40:00Z          # and Undeliverable counts as no error
    nodes: { group: web, share: 3% }
    action: stopAgent
    for: 1h

# How long things take. Measure yours: these durations decide whether the window is long enough.
model:
  patching:
    scan: { lognormal: { mean: 40s, sd: 15s } }
    install: { lognormal: { mean: 2m, sd: 1m } }
    reboot: { lognormal: { mean: 4m, sd: 1m } }

# What is configured at AWS, in the types and property names of CloudFormation: paste yours.
resources:
  LinuxBaseline:
    Type: AWS::SSM::PatchBaseline
    Properties:
      Name: prod-linux-baseline
      OperatingSystem: AMAZON_LINUX_2023
      PatchGroups: [prod-linux]       # nodes with this value of the tag Patch Group
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
      Cutoff: 1                       # hours before the end from which on no task starts
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
      MaxErrors: 10%                  # the 13th error stops it; nodes that cannot be reached do not count
      CutoffBehavior: CONTINUE_TASK   # a running task goes on past the cutoff
      Targets: [{ Key: WindowTargetIds, Values: [!Ref WebNodes] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters:
          Parameters: { Operation: [Install], RebootOption: [RebootIfNeeded] }

# What fleetsim check holds it to, over all replications.
expect:
  patched.percent: ">= 93"            # on average
  task.Install.finishedBeforeCutoff: { share: ">= 90%" }   # on so many Sundays: a node that dies holds its slot
  task.Install.minutes: { p50: "<= 90" }                   # on half of them
  task.Install.failed: { p95: "<= 8" }
`;
