/** Something the user can put right, said in a sentence. Ends with exit code 2, never with a stack trace. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** By name: bundles and threads have a class each. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** What the operating system said, in words. */
export function describeSystemError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
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
  ENXIO: 'it is a socket, or a pipe that nobody reads from',
  EPIPE: 'nobody reads from it any more',
  EMFILE: 'too many open files',
  ERR_INVALID_ARG_VALUE: 'the name is not a valid one',
};
