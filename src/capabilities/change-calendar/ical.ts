/** By itself, so that it is a bundle of its own: only a file with a calendar needs it. */
export { default as ICAL } from 'ical.js';
