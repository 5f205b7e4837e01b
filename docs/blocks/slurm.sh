#!/bin/sh
# An array of 100 jobs, each with one shard; Slurm's index begins at 0 here, as --shard does.
#   sbatch docs/blocks/slurm.sh scenarios/sunday-patch.yaml
# When all are done:
#   fleetsim merge 'blocks/*.block' --scenario scenarios/sunday-patch.yaml
#SBATCH --job-name=fleetsim
#SBATCH --array=0-99
#SBATCH --cpus-per-task=1
#SBATCH --output=/dev/null
set -eu
shards=100
mkdir -p blocks
fleetsim check "$1" --replications 10000 --jobs "${SLURM_CPUS_PER_TASK:-1}" \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" --block "blocks/$SLURM_ARRAY_TASK_ID.block"
