/** The TPM 2.0 algorithm and curve identifiers that endorsement and attestation keys use. */
import { TpmFormatError } from './bytes.ts'

export const algorithm = {
  rsa: 0x0001,
  aes: 0x0006,
  null: 0x0010,
  rsassa: 0x0014,
  ecdsa: 0x0018,
  sha256: 0x000b,
  ecc: 0x0023,
  cfb: 0x0043,
} as const

type HashKind = { readonly name: string; readonly bytes: number }

const hashes: ReadonlyMap<number, HashKind> = new Map([
  [0x0004, { name: 'sha1', bytes: 20 }],
  [0x000b, { name: 'sha256', bytes: 32 }],
  [0x000c, { name: 'sha384', bytes: 48 }],
  [0x000d, { name: 'sha512', bytes: 64 }],
])

export function hashKind(id: number): HashKind {
  const kind = hashes.get(id)
  if (kind === undefined) throw new TpmFormatError(`0x${id.toString(16)} is no known hash`, 0)
  return kind
}

/** `crv`: its name in a JSON Web Key; `node`: the name that node:crypto knows it by. */
type CurveKind = { readonly crv: string; readonly node: string; readonly bytes: number }

const curves: ReadonlyMap<number, CurveKind> = new Map([
  [0x0003, { crv: 'P-256', node: 'prime256v1', bytes: 32 }],
  [0x0004, { crv: 'P-384', node: 'secp384r1', bytes: 48 }],
  [0x0005, { crv: 'P-521', node: 'secp521r1', bytes: 66 }],
])

export function curveKind(id: number): CurveKind {
  const kind = curves.get(id)
  if (kind === undefined) throw new TpmFormatError(`0x${id.toString(16)} is no known curve`, 0)
  return kind
}

/** Undefined: no curve that endorsement keys use. */
export function curveNamed(crv: string | undefined): number | undefined {
  return [...curves].find(([, kind]) => kind.crv === crv)?.[0]
}
