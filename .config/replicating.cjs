/** Where a worker thread of many replications begins. */
'use strict';
require('./loader.cjs').load('replicator');
