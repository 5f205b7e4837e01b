/** Stands in for a module of Node's that a library asks for and that is never used, since loading it takes time. */
'use strict';
module.exports = {};
