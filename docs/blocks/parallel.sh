#!/bin/sh
# One shard for each line of standard input, on this machine or on those of --sshlogin, and the report of all of them.
#   sh docs/blocks/parallel.sh scenarios/sunday-patch.yaml
# Other machines: add --sshlogin one,two --return blocks/{}.block --cleanup --transferfile "$1"
set -eu
shards=100
mkdir -p blocks
seq 0 $((shards - 1)) | parallel --halt now,fail=1 \
  fleetsim check "$1" --replications 10000 --jobs 1 --shard "{}/$shards" --block "blocks/{}.block"
fleetsim merge 'blocks/*.block' --scenario "$1"
