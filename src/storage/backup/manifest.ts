/** A backup's description of itself: a head that lists the contents, and an end that confirms them. */
import { z } from 'zod'

export const headName = 'taxiway-backup.json'
/** SHA-256 of the head in hex, because the head is used before the end has been read. */
export const headDigestName = 'taxiway-backup.sha256'
export const manifestName = 'manifest.json'

const table = z.strictObject({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/),
  columns: z.array(z.string().regex(/^[a-z_][a-z0-9_]*$/)),
})

/** A key-encryption key encrypted with a passphrase; all bytes in base64. */
const keyBox = z.strictObject({
  kdf: z.literal('scrypt'),
  cost: z.number().int(),
  salt: z.string(),
  nonce: z.string(),
  tag: z.string(),
  ciphertext: z.string(),
})

const head = z.strictObject({
  format: z.literal(1),
  createdDateTime: z.iso.datetime(),
  /** Migrations of the database, in their order; the last one is its version. */
  migrations: z.array(z.string()),
  /** In archive order: a table comes after those it references. */
  tables: z.array(table),
  /** Prefixes of the encrypted values in the database, in hex: they show which key-encryption keys it needs. */
  keyHeads: z.array(z.string()),
  /** Null: the key-encryption key is not in the backup. */
  key: keyBox.nullable(),
})

const tally = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** SHA-256 of the table's text, in hex. */
  sha256: z.string(),
})

const manifest = z.strictObject({ tables: z.array(tally) })

export type BackupTable = z.output<typeof table>
export type KeyBox = z.output<typeof keyBox>
export type BackupHead = z.output<typeof head>
export type Tally = z.output<typeof tally>
export type Manifest = z.output<typeof manifest>

/** The file is not a backup, or was changed; nothing in it may be used. */
export class BackupDamaged extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(`The file is not a whole backup: ${why}.`, options)
    this.name = 'BackupDamaged'
  }
}

export function parseHead(bytes: Buffer): BackupHead {
  return parse(head, bytes, headName)
}

export function parseManifest(bytes: Buffer): Manifest {
  return parse(manifest, bytes, manifestName)
}

function parse<Shape extends z.ZodType>(
  shape: Shape,
  bytes: Buffer,
  name: string,
): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')))
  } catch (cause) {
    throw new BackupDamaged(`${name} cannot be read`, { cause })
  }
}
