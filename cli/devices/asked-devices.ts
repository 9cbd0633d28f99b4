/** The devices that a person asks about: words of the command line, or the rows of a file. */
import type { EncodingOption } from '../csv/encoding-option.ts'
import { CliError } from '../exit.ts'
import { type ReadChangeFile, readChangeFile } from './change/change-file.ts'
import type { Changes } from './change/change-request.ts'

export type Asked = {
  /** Serial number or id. */
  readonly name: string
  /** What the file says that the device should have. */
  readonly expected: Pick<Changes, 'groupTag' | 'userPrincipalName'>
}

export type AskedFile = EncodingOption & { readonly from?: string }

type Expected = keyof Asked['expected']

/** What the rows of a file may say that their devices should have. */
export const expectable: readonly Expected[] = ['groupTag', 'userPrincipalName']

/** Each device once, in the order in which it was named. `takes`: which other columns of a file count. */
export async function askedDevices(
  names: readonly string[],
  { from, encoding }: AskedFile,
  takes: readonly Expected[] = [],
): Promise<readonly Asked[]> {
  if ((names.length === 0) === (from === undefined))
    throw new CliError('Name devices, or a file with --from, but not both.')
  const asked =
    from === undefined
      ? names.map((name) => ({ name, expected: {} }))
      : await rows(from, { takes, encoding })
  return [...new Map(asked.map((each) => [each.name.toLowerCase(), each])).values()]
}

async function rows(
  path: string,
  how: Pick<ReadChangeFile, 'takes' | 'encoding'>,
): Promise<readonly Asked[]> {
  const { requests } = await readChangeFile(path, {
    ...how,
    needs: [],
    clearEmpty: false,
    namesOnly: true,
  })
  // A row without a serial number is shown as one that nothing is registered under.
  return requests.map(({ name, line, changes }) => ({
    name: name === '' ? `(line ${line}: no serial number)` : name,
    expected: changes,
  }))
}
