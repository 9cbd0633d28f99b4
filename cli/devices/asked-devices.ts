/** The devices that a person asks about: words of the command line, or the rows of a file. */
import { CliError } from '../exit.ts'
import { readChangeFile } from './change/change-file.ts'
import type { Changes } from './change/change-request.ts'

export type Asked = {
  /** Serial number or id. */
  readonly name: string
  /** What the file says that the device should have. */
  readonly expected: Pick<Changes, 'groupTag' | 'userPrincipalName'>
}

/** Each device once, in the order in which it was named. */
export async function askedDevices(
  names: readonly string[],
  from: string | undefined,
): Promise<readonly Asked[]> {
  if ((names.length === 0) === (from === undefined))
    throw new CliError('Name devices, or a file with --from, but not both.')
  const asked =
    from === undefined ? names.map((name) => ({ name, expected: {} })) : await rows(from)
  return [...new Map(asked.map((each) => [each.name.toLowerCase(), each])).values()]
}

async function rows(path: string): Promise<readonly Asked[]> {
  const { requests } = await readChangeFile(path, {
    needs: [],
    takes: ['groupTag', 'userPrincipalName'],
    clearEmpty: false,
    namesOnly: true,
  })
  // A row without a serial number is shown as one that nothing is registered under.
  return requests.map(({ name, line, changes }) => ({
    name: name === '' ? `(line ${line}: no serial number)` : name,
    expected: changes,
  }))
}
