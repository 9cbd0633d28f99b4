/**
 * What can keep the local PostgreSQL from running, explained to the person who started it.
 *
 * Every message says what happened, where, and what to do; the code is for programs and is stable.
 * PostgreSQL reports most problems only in its log, so this is also the one place that interprets log text.
 */

export type LocalPostgresFault =
  /** No binaries were installed for this operating system and processor. */
  | 'no-binaries'
  /** There are binaries, but this machine cannot run them. */
  | 'binaries-do-not-start'
  /** Another running Taxiway holds the data folder. */
  | 'folder-in-use'
  /** The data folder was written by another major version of PostgreSQL. */
  | 'other-major-version'
  /** The data folder (or what is in it) cannot be read or written by the account that must. */
  | 'folder-not-usable'
  /** Taxiway runs as root and is not allowed to start a program as another user. */
  | 'cannot-drop-root'
  | 'disk-full'
  /** Processes of a server that died have not ended yet. */
  | 'still-ending'
  /** PostgreSQL refused to start for a reason given in its log. */
  | 'did-not-start'
  /** PostgreSQL ended although nobody had asked it to. */
  | 'stopped-unexpectedly'

export class LocalPostgresError extends Error {
  readonly code: LocalPostgresFault

  constructor(code: LocalPostgresFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LocalPostgresError'
    this.code = code
  }
}

/** The alternative that works on every machine. */
export const useAnotherDatabase =
  'Or use your own PostgreSQL: set TAXIWAY_DATABASE_URL to postgresql://user:password@host:5432/database.'

/** The error for output of PostgreSQL's programs or its log. `fault` applies when the text names no known cause. */
export function errorFromOutput(
  fault: LocalPostgresFault,
  what: string,
  output: string,
): LocalPostgresError {
  const said = lastLines(output)
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new LocalPostgresError(
      'disk-full',
      `${what}: the disk is full. No acknowledged data is lost. Free some space (Taxiway needs at least 200 MB) and start again.\n${said}`,
    )
  }
  if (/Permission denied|must be owned by|invalid permissions|Read-only file system/.test(output)) {
    return new LocalPostgresError(
      'folder-not-usable',
      `${what}: the account that runs PostgreSQL may not use a file or folder. Give the data folder back to the account that first started Taxiway (chown -R), or start Taxiway as that account.\n${said}`,
    )
  }
  if (/could not look up effective user ID/.test(output)) {
    return new LocalPostgresError(
      fault,
      `${what}: PostgreSQL needs an account that has a name. Start Taxiway as a user that is listed in /etc/passwd. ${useAnotherDatabase}\n${said}`,
    )
  }
  if (/pre-existing shared memory block/.test(output)) {
    return new LocalPostgresError(
      'still-ending',
      `${what}: processes of its last run are still running. End them, or start again in a moment.\n${said}`,
    )
  }
  const unloadable = /error while loading shared libraries|GLIBC_|cannot execute/.test(output)
  const code = unloadable ? 'binaries-do-not-start' : fault
  return new LocalPostgresError(code, `${what}.\n${said}\n${useAnotherDatabase}`)
}

/** Turns a failed file operation of ours into an error that says what to do; other errors pass unchanged. */
export function errorFromFileSystem(what: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new LocalPostgresError(
      'disk-full',
      `${what}: the disk is full. Free some space (Taxiway needs at least 200 MB) and start again.`,
      { cause: error },
    )
  }
  if (unusable.has(String(code))) {
    return new LocalPostgresError(
      'folder-not-usable',
      `${what}: ${error instanceof Error ? error.message : ''}. Give the folder to the account that runs Taxiway, or name another one with TAXIWAY_DATA_DIR.`,
      { cause: error },
    )
  }
  return error
}

/** Not permitted, not writable, not a folder, or on a disk that cannot hold sockets. */
const unusable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOTSUP', 'EOPNOTSUPP'])

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-8).join('\n')
}
