/** Any number of different devices, made from a sample: own TPM key, UUID, serial number and a right digest. */
import { hash } from 'node:crypto'
import { sampleDevices } from './samples.ts'

const header = 'Device Serial Number,Windows Product ID,Hardware Hash\r\n'
const recordTypes = { uuid: 12, serialNumber: 14, tpmKey: 25 } as const

/** The bytes of a file with `count` devices, in chunks of about 64 KB, always the same for the same count. */
export function* manyDevices(count: number): Generator<Uint8Array> {
  let text = header
  for (const line of deviceLines(count)) {
    text += line
    if (text.length < 65_536) continue
    yield Buffer.from(text, 'latin1')
    text = ''
  }
  if (text !== '') yield Buffer.from(text, 'latin1')
}

/** One line per device; they share a serial number of eight characters if one is given. */
export function* deviceLines(
  count: number,
  { serialNumber: shared }: { readonly serialNumber?: string } = {},
): Generator<string> {
  const bytes = Buffer.from(sampleDevices[0]?.hash ?? '', 'base64')
  const at = offsets(bytes)
  const total = bytes.readUInt16LE(2)
  for (let n = 0; n < count; n++) {
    const serialNumber = shared ?? `P${n.toString(36).toUpperCase().padStart(7, '0')}`
    bytes.write(serialNumber, at.serialNumber, 'latin1')
    bytes.set(hash('sha256', `${n}`, 'buffer'), at.tpmKey + 8)
    bytes.writeUInt32LE(n, at.uuid)
    bytes.set(hash('sha256', bytes.subarray(0, total), 'buffer'), total + 4)
    yield `${serialNumber},,${bytes.toString('base64')}\r\n`
  }
}

function offsets(bytes: Buffer): Record<keyof typeof recordTypes, number> {
  const found = { uuid: 0, serialNumber: 0, tpmKey: 0 }
  for (let at = 4; at < bytes.readUInt16LE(2); at += bytes.readUInt16LE(at + 2)) {
    for (const [name, type] of Object.entries(recordTypes)) {
      if (bytes.readUInt16LE(at) === type) found[name as keyof typeof found] = at + 4
    }
  }
  return found
}
