/** A file that a person named and nobody can read: which, why, and what to do about it. */
import { CliError, type Remedy } from '../exit.ts'

export function unreadable(
  file: string,
  cause: unknown,
  options: Pick<Remedy, 'exitCode' | 'hint'> = {},
): CliError {
  const { code, message } = cause as NodeJS.ErrnoException
  const [said, hint] = wordsOf(file, code) ?? [`Cannot read ${file}: ${message}.`, undefined]
  return new CliError(said, { ...(hint !== undefined && { hint }), ...options, cause })
}

function wordsOf(file: string, code: string | undefined): readonly [string, string] | undefined {
  switch (code) {
    case 'ENOENT':
      return [
        `There is no file ${file}.`,
        `Check the spelling; relative names start from ${process.cwd()}.`,
      ]
    case 'EISDIR':
      return [`${file} is a folder.`, 'Name a file in it.']
    case 'ENOTDIR':
      return [`There is no file ${file}: part of its path is not a folder.`, 'Check the spelling.']
    case 'EACCES':
    case 'EPERM':
      return [`Cannot read ${file}: this user may not read it.`, 'Make the file readable.']
    default:
      return undefined
  }
}
