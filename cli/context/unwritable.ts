/** A file that a person named and that cannot be written: why, and what to do about it. */
import { dirname } from 'node:path'
import { CliError } from '../exit.ts'

const moreRoom = 'Free some space, or choose another disk.'

const ofDisk: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'])

/** Whether a disk refused bytes for a file that was open already. */
export function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error && ofDisk.has(error.code)
}

export function unwritable(file: string, cause: unknown): CliError {
  const { code, message } = cause as NodeJS.ErrnoException
  const [why, hint] = reasonOf(file, code) ?? [message, undefined]
  return new CliError(`${file} cannot be written: ${why}.`, {
    ...(hint !== undefined && { hint }),
    cause,
  })
}

/** For `catch`: fails in these words. */
export function refuses(file: string): (cause: unknown) => never {
  return (cause) => {
    throw unwritable(file, cause)
  }
}

function reasonOf(file: string, code: string | undefined): readonly [string, string] | undefined {
  switch (code) {
    case 'ENOENT':
      return [`there is no folder ${dirname(file)}`, 'Create the folder, or choose another name.']
    case 'EISDIR':
    case 'EEXIST':
    case 'ENOTDIR':
    case 'ENOTEMPTY':
      return ['it is a folder, or a part of its name is a file', 'Choose another name.']
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return ['this user may not write there', 'Choose another folder.']
    case 'ENOSPC':
      return ['the disk is full', moreRoom]
    case 'EDQUOT':
      return ['this user may store no more there', moreRoom]
    case 'EFBIG':
      return ['no file may become that large there', 'Choose another disk, or see: ulimit -f']
    case 'EIO':
      return ['the disk fails', 'Choose another disk.']
    default:
      return undefined
  }
}
