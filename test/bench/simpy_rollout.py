"""A bare rollout over 200 nodes in SimPy's fastest style, again and again: how many replications a second.

A window of a tenth of the nodes, a lognormal task, now and then a failure, a reboot, and a halt above five per cent of
errors: three events a node, for its start, the end of its task and the end of its reboot. No patches, no baselines, no
connections, no report: far less than one replication of sunday-patch does.
"""

import json
import math
import random
import time

import simpy
from simpy.events import Timeout

node_count = 200
concurrency = node_count // 10
errors_max = node_count * 5 // 100
fails_share = 0.02
reboot_seconds = 120.0
mean_seconds = 480.0
variance = math.log(1 + 0.5 * 0.5)
mu = math.log(mean_seconds) - variance / 2
sigma = math.sqrt(variance)
warm_up_count = 100
replication_count = 2_000


class Rollout:
    def __init__(self, seed):
        self.env = simpy.Environment()
        self.random = random.Random(seed)
        self.sent = 0
        self.errors = 0
        self.succeeded = 0
        self.in_flight = 0

    def run(self):
        self.refill()
        self.env.run()
        return self.env.now

    def refill(self):
        while (
            self.in_flight < concurrency and self.sent < node_count and self.errors <= errors_max
        ):
            self.sent += 1
            self.in_flight += 1
            Timeout(self.env, 0.0).callbacks.append(self.started)

    def started(self, _event):
        delay = math.exp(mu + sigma * self.random.gauss(0.0, 1.0))
        Timeout(self.env, delay).callbacks.append(self.task_done)

    def task_done(self, _event):
        if self.random.random() < fails_share:
            self.errors += 1
            self.in_flight -= 1
            self.refill()
        else:
            Timeout(self.env, reboot_seconds).callbacks.append(self.rebooted)

    def rebooted(self, _event):
        self.succeeded += 1
        self.in_flight -= 1
        self.refill()


for seed in range(warm_up_count):
    Rollout(seed).run()
started_at = time.perf_counter()
for seed in range(replication_count):
    Rollout(seed).run()
seconds = time.perf_counter() - started_at
print(json.dumps({"replicationsPerSecond": replication_count / seconds}))
