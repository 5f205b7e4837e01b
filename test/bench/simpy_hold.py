"""The hold model of kernel.hold.ts in SimPy's fastest style: a timeout with a plain callback, no process."""

import json
import random
import sys
import time

import simpy
from simpy.events import Timeout

pending_count = int(sys.argv[1])
warm_up_count = 50_000
event_count = 500_000

env = simpy.Environment()
draw = random.Random(1).expovariate


def held(_event):
    Timeout(env, draw(1.0)).callbacks.append(held)


for _ in range(pending_count):
    Timeout(env, draw(1.0)).callbacks.append(held)
# N pending events at rate 1 make N events in one unit of time.
env.run(until=warm_up_count / pending_count)
until = (warm_up_count + event_count) / pending_count
started_at = time.perf_counter()
env.run(until=until)
seconds = time.perf_counter() - started_at
print(json.dumps({"eventsPerSecond": round(event_count / seconds)}))
