/** The ten anonymized hashes, with the columns that say what is in them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export type HashFixture = {
  readonly id: string
  readonly manufacturer: string
  readonly model: string
  readonly serial: string
  readonly toolVersion: string
  readonly toolBuild: string
  readonly osType: string
  readonly architecture: string
  readonly smbiosUuid: string
  /** Empty where the machine has no product key. */
  readonly productKeyId: string
  readonly hardwareHash: string
}

const folder = join(import.meta.dirname, '../fixtures')
const [head = '', ...lines] = readFileSync(join(folder, 'hardware-hashes.tsv'), 'utf8')
  .trim()
  .split('\n')
const columns = head.split('\t')

export const hashFixtures: readonly HashFixture[] = lines.map((line) => {
  const cells = line.split('\t')
  return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) as HashFixture
})

/** The fixture called `fixture-` and the two digits of `number`. */
export function hashFixture(number: number): HashFixture {
  const found = hashFixtures[number - 1]
  if (found === undefined) throw new Error(`there is no fixture ${number}`)
  return found
}

/** PEM private keys behind the fixtures' TPM records, by fixture id. */
export const endorsementKeys: ReadonlyMap<string, string> = new Map(
  [
    ...readFileSync(join(folder, 'endorsement-keys.pem'), 'utf8').matchAll(
      /^# (\S+)\n(-----BEGIN[^#]+)/gm,
    ),
  ].map(([, id = '', pem = '']) => [id, pem.trim()]),
)

/** The hash of `fixture` as fresh bytes that a test may change. */
export function bytesOf(fixture: HashFixture): Uint8Array {
  return new Uint8Array(Buffer.from(fixture.hardwareHash, 'base64'))
}

/** Where the records of `bytes` end and the trailer begins. */
export function totalOf(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUInt16LE(2)
}
