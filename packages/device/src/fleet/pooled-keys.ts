/**
 * Endorsement keys for a fleet from a pool of primes: 246 of them make 30,135 different keys in seconds,
 * the same ones on every machine. They are identities, not secrets: the pool is public.
 */
import type { KeyObject } from 'node:crypto'
import { rsaPrivateKey } from '../tpm/rsa-key.ts'
import { primes } from './primes.ts'

let pool: readonly bigint[] | undefined

/** Beyond these keys repeat. */
export const pooledKeys = 30_135

/** Key `index`; two different indexes below `pooledKeys` give different keys. */
export function pooledKey(index: number): KeyObject {
  pool ??= readPool()
  const at = index % pooledKeys
  // The pairs (1,0), (2,0), (2,1), (3,0) …: row n holds n of them.
  const row = Math.floor((1 + Math.sqrt(1 + 8 * at)) / 2)
  const [p, q] = [pool[row], pool[at - (row * (row - 1)) / 2]]
  if (p === undefined || q === undefined) throw new RangeError(`there is no key ${index}`)
  return rsaPrivateKey(p, q)
}

function readPool(): readonly bigint[] {
  return primes
    .split('\n')
    .map((line) => BigInt(`0x${Buffer.from(line, 'base64url').toString('hex')}`))
}
