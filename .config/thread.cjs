/** Where the second thread of a long run begins. */
'use strict';
require('./loader.cjs').load('worker');
