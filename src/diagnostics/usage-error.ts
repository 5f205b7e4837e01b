/** Something the user can put right, said in a sentence. Ends with exit code 2, never with a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** https://nodejs.org/api/cli.html#--max-old-space-sizesize-in-mib */
export const moreMemory =
  'more memory than Node.js may take: NODE_OPTIONS=--max-old-space-size=8192 allows 8 GB';

/** By name: bundles and threads have a class each. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** What the operating system said, in words. */
export function describeSystemError(error: unknown): string {
  const { code, message, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
  // The file in the way may be another one than the one that was asked for.
  if (code === 'EEXIST') return `${dest ?? path} exists already`;
  return (code !== undefined && wordsOf[code]) || code || message;
}

const wordsOf: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be too large',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EIO: 'input/output error',
  ENXIO: 'it is a socket, or a pipe without a reader',
  EPIPE: 'its reader is gone',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  EBUSY: 'it is in use',
  ETXTBSY: 'it is a program that is running',
  ENOMEM: 'the machine is out of memory',
  ENODEV: 'there is no such device',
  EINVAL: 'the system does not allow that here',
  EBADF: 'it is closed',
  ERR_INVALID_ARG_VALUE: 'the name is not a valid one',
};
