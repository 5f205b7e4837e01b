/** What stands in for modules of libraries when they are bundled. */
import { fileURLToPath } from 'node:url';

const nothing = fileURLToPath(new URL('nothing.cjs', import.meta.url));

export const alias = {
  // Commander starts programs with it, for subcommands of a kind that fleetsim does not have.
  'node:child_process': nothing,
  // Seedrandom seeds itself from it, unless given a seed; Chalk asks about colours, unless told.
  crypto: nothing,
  '#supports-color': nothing,
  // As a module tinyglobby asks where its file lies, which a bundle does not know.
  tinyglobby: fileURLToPath(new URL('../node_modules/tinyglobby/dist/index.cjs', import.meta.url)),
};
