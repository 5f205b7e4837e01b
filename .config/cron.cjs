/** The libraries of cron expressions and time zones, in a bundle that all others load when one is used. */
'use strict';
const { CronExpressionParser } = require('cron-parser');
const { IANAZone } = require('luxon');

module.exports = { CronExpressionParser, IANAZone };
