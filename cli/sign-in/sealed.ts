/** Text that only the key in the keyring opens: AES-256-GCM, bound to what it is for. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { keyIsGone, requireFolderKey } from './keyring.ts'

/** What a client secret in a context is sealed for. */
export const secretPurpose = 'client secret'

const mark = 'sealed'
const ivBytes = 12
const tagBytes = 16

export function isSealed(text: string): boolean {
  return text.startsWith(`${mark}.`)
}

export function isSealedWith(text: string, key: Buffer): boolean {
  return text.startsWith(`${mark}.${idOf(key)}.`)
}

/** `sealed.<id of the key>.<base64url of IV, tag and ciphertext>`; `purpose` must be the same when it is opened. */
export function seal(text: string, purpose: string, key: Buffer): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const whole = Buffer.concat([iv, cipher.getAuthTag(), body])
  return `${mark}.${idOf(key)}.${whole.toString('base64url')}`
}

/** What was sealed. Fails with `CliError` when the keyring cannot be used, or its key is another one. */
export async function unseal(sealed: string, purpose: string): Promise<string> {
  const key = await requireFolderKey()
  const [, id, body = ''] = sealed.split('.')
  if (id !== idOf(key)) throw keyIsGone()
  const whole = Buffer.from(body, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', key, whole.subarray(0, ivBytes))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(whole.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return (
      decipher.update(whole.subarray(ivBytes + tagBytes), undefined, 'utf8') +
      decipher.final('utf8')
    )
  } catch (cause) {
    throw keyIsGone(cause)
  }
}

/** Says whether a key is the right one without saying anything about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('taxiway key id').update(key).digest('hex').slice(0, 12)
}
