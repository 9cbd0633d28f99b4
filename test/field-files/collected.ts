/** What `taxiway collect` finds in a file and says of it, without a deadline. */
import type { DeviceRow, Encoding } from 'taxiway-device-csv'
import { collect } from '../../src/collect/collect.ts'
import { unhurried } from '../collect/unhurried.ts'

/** `serial number|group tag|assigned user`. */
export function short({
  serialNumber,
  groupTag,
  assignedUser,
}: Pick<DeviceRow, 'serialNumber' | 'groupTag' | 'assignedUser'>): string {
  return `${serialNumber}|${groupTag}|${assignedUser}`
}

export async function collected(content: Uint8Array | string, name = 'x', encoding?: Encoding) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const found: string[] = []
  const said: string[] = []
  await collect(
    { name, size: bytes.length, ...(encoding && { encoding }), open: () => once(bytes) },
    {
      onDevice: (device) => found.push(short(device)),
      onFault: ({ code, message }) => said.push(`${code}: ${message}`),
    },
    unhurried,
  )
  return { found, said }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.slice()
}
