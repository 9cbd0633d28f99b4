/** Ed25519 keys from secrets of the installation. */
import { createPrivateKey, type KeyObject } from 'node:crypto'

/** RFC 8410: the bytes before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Head = '302e020100300506032b657004220420'

/** `seed` is 32 random bytes; the same seed is the same key. */
export function ed25519Key(seed: Uint8Array): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([Buffer.from(pkcs8Head, 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  })
}
