/** Where a worker thread of many replications begins. */
import { workerData } from 'node:worker_threads';
import type { ThreadData } from '../experiment/pool.ts';
import { serveBatches } from '../experiment/thread.ts';

serveBatches(workerData as ThreadData);
