/** The key-encryption key, encrypted with a passphrase: scrypt derives a key, AES-256-GCM encrypts. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import type { KeyBox } from './manifest.ts'

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt)
/** 128 MiB and about half a second for each guess. */
const cost = 2 ** 17
const context = Buffer.from('taxiway backup: key-encryption key')

export async function closeKeyBox(text: string, passphrase: string): Promise<KeyBox> {
  const [salt, nonce] = [randomBytes(32), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', await keyFrom(passphrase, salt, cost), nonce)
  cipher.setAAD(context)
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  return {
    kdf: 'scrypt',
    cost,
    salt: base64(salt),
    nonce: base64(nonce),
    tag: base64(cipher.getAuthTag()),
    ciphertext: base64(ciphertext),
  }
}

/** The decrypted text; undefined if the passphrase is wrong or the box is damaged. */
export async function openKeyBox(box: KeyBox, passphrase: string): Promise<string | undefined> {
  if (box.cost !== cost) return undefined
  const bytes = (text: string) => Buffer.from(text, 'base64')
  try {
    const key = await keyFrom(passphrase, bytes(box.salt), box.cost)
    const decipher = createDecipheriv('aes-256-gcm', key, bytes(box.nonce), { authTagLength: 16 })
    decipher.setAAD(context)
    decipher.setAuthTag(bytes(box.tag))
    return decipher.update(bytes(box.ciphertext), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

function keyFrom(passphrase: string, salt: Buffer, N: number): Promise<Buffer> {
  return derive(passphrase.normalize('NFC'), salt, 32, { N, r: 8, p: 1, maxmem: 256 * N * 8 })
}
