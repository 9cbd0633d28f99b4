/** The hash of the device: from a file, from its diagnostics cabinet, or from the server. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { writeDeviceCsv } from 'taxiway-device-csv'
import {
  type DecodedHash,
  decodeHardwareHash,
  isUsableHash,
  statedText,
  toBase64,
} from 'taxiway-hardware-hash'
import { collect } from '../../src/collect/collect.ts'
import { unreadable } from '../context/unreadable.ts'
import { CliError, exitCodes } from '../exit.ts'
import { openSource } from '../hash/inputs.ts'
import type { Given } from './pack.ts'
import type { ServerFacts } from './server-facts.ts'

export type FoundHash = {
  readonly decoded: DecodedHash
  readonly serialNumber: string
  /** Where it was found. */
  readonly source: string
}

/** Undefined: nowhere. Throws for a hash of another device, and for several of the same. */
export async function findHash(given: Given, facts: ServerFacts): Promise<FoundHash | undefined> {
  const { serialNumber } = given
  const all = [
    ...(given.hash === undefined ? [] : await hashesIn(given.hash)),
    ...(given.cabinet === undefined ? [] : await hashesInArchive(given.cabinet)),
    ...(facts.hash === null ? [] : [{ hash: facts.hash, source: facts.origin ?? 'server' }]),
  ]
  const decoded = all.flatMap(({ hash, source }) => {
    const read = decodeHardwareHash(hash)
    return isUsableHash(read) ? [{ decoded: read, source, serialNumber }] : []
  })
  const own = decoded.filter((each) => serialOf(each) === serialNumber)
  if (own[0] !== undefined) return own[0]
  if (decoded.length === 0) return undefined
  const others = [...new Set(decoded.map(serialOf))].slice(0, 5).join(', ')
  throw new CliError(
    `${given.hash ?? given.cabinet} has no hash of the device ${serialNumber}; it has those of: ${others}.`,
    {
      exitCode: exitCodes.ambiguous,
      hint: 'Give the serial number exactly as the firmware spells it.',
    },
  )
}

function serialOf({ decoded }: Pick<FoundHash, 'decoded'>): string {
  return statedText(decoded.serialNumber?.trim() ?? null)
}

/** As Intune imports it; the product id stays empty, as Microsoft's own script leaves it. */
export function csvOf({ decoded, serialNumber }: FoundHash): Uint8Array {
  const row = { line: 1, serialNumber, productKey: '', hardwareHash: toBase64(decoded.bytes) }
  return writeDeviceCsv([{ ...row, groupTag: '', assignedUser: '' }], { quote: true })
}

type Candidate = { readonly hash: string | Uint8Array; readonly source: string }

async function hashesIn(file: string): Promise<readonly Candidate[]> {
  const { inputs, source } = await openSource(file)
  const found: Candidate[] = []
  for await (const { hash } of inputs()) found.push({ hash, source })
  if (found.length === 0) throw new CliError(`${file} has no hash.`)
  return found
}

async function hashesInArchive(file: string): Promise<readonly Candidate[]> {
  const found: Candidate[] = []
  const { size } = await stat(file).catch((cause: Error) => {
    throw unreadable(file, cause)
  })
  await collect(
    { name: file, size, open: () => createReadStream(file) },
    {
      onDevice: ({ hardwareHash, source }) => found.push({ hash: hardwareHash, source }),
      // What cannot be read is attached all the same: Microsoft's support has its own tools.
      onFault: () => undefined,
    },
  ).catch((cause: NodeJS.ErrnoException) => {
    throw cause.syscall === undefined ? cause : unreadable(file, cause)
  })
  return found
}
