/**
 * Checkpoints: the signed end of a tenant's chain. The chain itself reveals changes in its middle; only an earlier
 * signed statement can reveal that its end was cut off or that all of it was rewritten.
 */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { ed25519Key } from '../ed25519.ts'
import type { Checkpoint } from './audit-trail.ts'
import { canonicalJson } from './canonical-json.ts'

export type ChainEnd = Pick<Checkpoint, 'tenantId' | 'seq' | 'hash' | 'at'>

export type CheckpointSigner = {
  /** PEM of the public key that checks its signatures. */
  readonly publicKey: string
  sign(end: ChainEnd): Checkpoint
}

/** `seed` is 32 random bytes; the same seed is the same key. */
export function checkpointSigner(seed: Uint8Array): CheckpointSigner {
  const key = ed25519Key(seed)
  const publicKey = createPublicKey(key)
  const keyId = keyIdOf(publicKey)
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign({ tenantId, seq, hash, at }) {
      const said = { tenantId, seq, hash, at, keyId }
      const signature = sign(null, Buffer.from(canonicalJson(said)), key).toString('base64')
      return { ...said, signature }
    },
  }
}

/** Whether the checkpoint was signed with the key of that PEM. */
export function checkpointHolds({ signature, ...said }: Checkpoint, publicKey: string): boolean {
  const key = createPublicKey(publicKey)
  const bytes = Buffer.from(signature, 'base64')
  return (
    said.keyId === keyIdOf(key) &&
    // Base64 has several spellings of the same bytes, only one of which was written.
    bytes.toString('base64') === signature &&
    verify(null, Buffer.from(canonicalJson(said)), key, bytes)
  )
}

function keyIdOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').slice(0, 16)
}
