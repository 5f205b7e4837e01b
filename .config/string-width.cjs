/** How many columns a text takes: its length, unless there are characters in it that may be wide or take no room. */
'use strict';
const exactWidth = require('string-width');

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const color = /\u001b\[[0-9;]*m/g;
/** Latin, Greek, Cyrillic, dashes and arrows, boxes and blocks. */
const narrow =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u052f\u2010-\u2027\u2190-\u21ff\u2500-\u25ff]*$/;

module.exports = (text) => {
  const plain = text.replace(color, '');
  return narrow.test(plain) ? plain.length : exactWidth(text);
};
