/** By itself, so that it is a bundle of its own: only a selector that is more than names and indexes needs it. */
export { query } from 'jsonpath-rfc9535';
