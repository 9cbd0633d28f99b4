/**
 * The key-encryption key: encrypts secrets before they reach the database, and is itself kept outside it.
 *
 * Servers that share a database need the same key, so encrypted values name their key, and a wrong key can be
 * distinguished from damage.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
} from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Wrap } from '../../core/wrap.ts'

/** The key is missing, malformed or not the previous one; the message says what to do. */
export class KeyEncryptionError extends Error {}

const formatVersion = 1
const sizes = { key: 32, keyId: 8, nonce: 12, tag: 16 }

export type KeyEncryptionSource = {
  /** Base64 of 32 bytes (`TAXIWAY_KEY_ENCRYPTION_KEY`), older keys after it; absent = the file in the data folder. */
  readonly value?: string | undefined
  readonly dataFolder: string
}

/** The key that encrypts, and those that can still decrypt. */
export type KeyEncryptionKeys = readonly [current: Buffer, ...older: Buffer[]]

export const keyFileName = 'key-encryption.key'

/**
 * The configured key, otherwise `key-encryption.key` in the data folder, created on first use. Keys are separated
 * by lines or commas.
 */
export async function keyEncryptionKeys({
  value,
  dataFolder,
}: KeyEncryptionSource): Promise<KeyEncryptionKeys> {
  if (value !== undefined) return decodeKeys(value, 'TAXIWAY_KEY_ENCRYPTION_KEY')
  const path = join(dataFolder, keyFileName)
  const existing = await readIfPresent(path)
  return decodeKeys(existing ?? (await createKeyFile(path, dataFolder)), path)
}

/** Encrypts with the first key; decrypts with any of them. */
export function wrapWith(secret: Buffer, ...older: readonly Buffer[]): Wrap {
  const current = wrapWithOne(secret)
  if (older.length === 0) return current
  const byHead = new Map(
    [secret, ...older].map((each) => [keyHead(each).toString('hex'), wrapWithOne(each)]),
  )
  const headLength = keyHead(secret).length
  return {
    wrap: current.wrap,
    unwrap(wrapped, context) {
      const head = Buffer.from(wrapped.subarray(0, headLength)).toString('hex')
      return (byHead.get(head) ?? current).unwrap(wrapped, context)
    },
  }
}

/** The prefix of everything the key has encrypted: version and key id. */
export function keyHead(secret: Buffer): Buffer {
  const digest = createHash('sha256').update('key id').update(secret).digest()
  return Buffer.concat([Buffer.from([formatVersion]), digest.subarray(0, sizes.keyId)])
}

/** AES-256-GCM: version, key id, nonce, tag, ciphertext; the context is authenticated. */
function wrapWithOne(secret: Buffer): Wrap {
  // Created once: a raw key would be converted to this for each of thousands of hashes.
  const key = createSecretKey(secret)
  const head = keyHead(secret)
  const newNonce = nonces()
  return {
    wrap(plaintext, context) {
      const nonce = newNonce()
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.concat([head, Buffer.from(context)]))
      const ciphertext = cipher.update(plaintext)
      // GCM is a stream: nothing is left for the end but the tag.
      cipher.final()
      return Buffer.concat([head, nonce, cipher.getAuthTag(), ciphertext])
    },
    unwrap(wrapped, context) {
      const bytes = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength)
      const nonceAt = head.length
      const tagAt = nonceAt + sizes.nonce
      const textAt = tagAt + sizes.tag
      if (bytes.length < textAt) throw new Error(`The stored ${context} is cut short.`)
      if (!bytes.subarray(0, nonceAt).equals(head)) throw wrongKey(context)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(nonceAt, tagAt), {
        authTagLength: sizes.tag,
      })
      decipher.setAAD(Buffer.concat([head, Buffer.from(context)]))
      decipher.setAuthTag(bytes.subarray(tagAt, textAt))
      const plaintext = decipher.update(bytes.subarray(textAt))
      // Throws unless the tag is right.
      decipher.final()
      return plaintext
    },
  }
}

/** Nonces from the system's generator, each used once; drawn one at a time they cost as much as the encryption. */
function nonces(): () => Buffer {
  let drawn = Buffer.alloc(0)
  let at = 0
  return () => {
    if (at === drawn.length) {
      drawn = randomBytes(256 * sizes.nonce)
      at = 0
    }
    at += sizes.nonce
    return drawn.subarray(at - sizes.nonce, at)
  }
}

function wrongKey(context: string): KeyEncryptionError {
  return new KeyEncryptionError(
    `The stored ${context} was encrypted with another key-encryption key. Start with the key that was used ` +
      'before: the file key-encryption.key of the data folder, or TAXIWAY_KEY_ENCRYPTION_KEY, which must be the ' +
      'same on every server that shares the database.',
  )
}

function decodeKeys(text: string, origin: string): KeyEncryptionKeys {
  const [current = '', ...older] = text.split(/[,\n]/).filter((each) => each.trim() !== '')
  return [decodeKey(current, origin), ...older.map((each) => decodeKey(each, origin))]
}

function decodeKey(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== sizes.key) {
    throw new KeyEncryptionError(
      `${origin} must hold 32 bytes in base64, and has ${key.length}. \`openssl rand -base64 32\` makes such a key.`,
    )
  }
  return key
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes to a temporary file and links it into place: of racing servers one wins, and nobody reads half a key. */
async function createKeyFile(path: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(`${randomBytes(sizes.key).toString('base64')}\n`)
    await file.sync()
    await link(draft, path).catch(unlessItExists)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
  return await readFile(path, 'utf8')
}

function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
