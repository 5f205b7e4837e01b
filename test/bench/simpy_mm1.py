"""M/M/1 of kernel.mm1.ts in SimPy's fastest style: timeouts with plain callbacks, no process, no Resource."""

import json
import random
import time
from collections import deque

import simpy
from simpy.events import Timeout

customer_count = 300_000

env = simpy.Environment()
draw = random.Random(1).expovariate
waiting = deque()
is_busy = False
arrived_count = 0
waited = 0.0


def serve_next(_event):
    global is_busy, waited
    if waiting:
        is_busy = True
        waited += env.now - waiting.popleft()
        Timeout(env, draw(1.0)).callbacks.append(serve_next)
    else:
        is_busy = False


def arrived(_event):
    global arrived_count
    arrived_count += 1
    if arrived_count < customer_count:
        Timeout(env, draw(0.8)).callbacks.append(arrived)
    waiting.append(env.now)
    if not is_busy:
        serve_next(None)


started_at = time.perf_counter()
Timeout(env, draw(0.8)).callbacks.append(arrived)
env.run()
seconds = time.perf_counter() - started_at
print(json.dumps({"eventsPerSecond": round(2 * customer_count / seconds), "meanWait": waited / customer_count}))
