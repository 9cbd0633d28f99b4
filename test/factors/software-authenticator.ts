/** A browser and its security key in software; any part of an answer can be made wrong before it is signed. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export type Algorithm = -7 | -8 | -257

type CborValue = number | string | Uint8Array | ReadonlyMap<number | string, CborValue>

/** As much of CBOR (RFC 8949) as WebAuthn writes. */
export function cbor(value: CborValue): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') {
    const bytes = Buffer.from(value)
    return Buffer.concat([head(3, bytes.length), bytes])
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  const entries = [...value].map(([key, each]) => Buffer.concat([cbor(key), cbor(each)]))
  return Buffer.concat([head(5, value.size), ...entries])
}

function head(type: number, count: number): Buffer {
  if (count < 24) return Buffer.from([(type << 5) | count])
  if (count < 256) return Buffer.from([(type << 5) | 24, count])
  return Buffer.from([(type << 5) | 25, count >> 8, count & 255])
}

export const flags = { up: 1, uv: 4, be: 8, bs: 16, at: 64 } as const

/** What the browser and the authenticator are given, or made to say. */
export type Ceremony = {
  readonly challenge: string
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  readonly crossOrigin?: boolean
  readonly flags?: number
  readonly counter?: number
  /** Members of the answer that are put in the place of the right ones. */
  readonly instead?: Readonly<Record<string, unknown>>
}

export type SoftwareKey = ReturnType<typeof softwareKey>

export function softwareKey(
  algorithm: Algorithm = -7,
  { id = randomBytes(32), userHandle }: { id?: Buffer; userHandle?: string } = {},
) {
  const pair = newPair(algorithm)
  const rawId = id.toString('base64url')
  let counter = 0

  function clientData(asked: Ceremony, type: string): Buffer {
    const { challenge, origin = 'https://localhost:8443', crossOrigin = false } = asked
    return Buffer.from(JSON.stringify({ type: asked.type ?? type, challenge, origin, crossOrigin }))
  }

  function authenticatorData(asked: Ceremony, rest: Buffer = Buffer.alloc(0)): Buffer {
    counter += 1
    const tail = Buffer.alloc(5)
    tail.writeUInt8((asked.flags ?? flags.up | flags.uv) | (rest.length > 0 ? flags.at : 0))
    tail.writeUInt32BE(asked.counter ?? counter, 1)
    return Buffer.concat([sha256(asked.rpId ?? 'localhost'), tail, rest])
  }

  const answer = (response: Record<string, unknown>, { instead = {} }: Ceremony) => ({
    id: rawId,
    rawId,
    type: 'public-key',
    clientExtensionResults: {},
    ...instead,
    response: { ...response, ...(instead['response'] as object | undefined) },
  })

  return {
    id: rawId,
    publicKey: pair.cose,
    /** What `navigator.credentials.create` gives, as JSON. */
    create(
      asked: Ceremony,
      statement: { fmt: string; attStmt: CborValue } = { fmt: 'none', attStmt: new Map() },
    ) {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16, 1), length, id, pair.cose])
      const authData = authenticatorData(asked, attested)
      const object = new Map(Object.entries({ ...statement, authData }))
      return answer(
        {
          clientDataJSON: clientData(asked, 'webauthn.create').toString('base64url'),
          attestationObject: cbor(object).toString('base64url'),
          transports: ['usb'],
        },
        asked,
      )
    },
    /** What `navigator.credentials.get` gives, as JSON. */
    get(asked: Ceremony) {
      const data = clientData(asked, 'webauthn.get')
      const authData = authenticatorData(asked)
      return answer(
        {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: pair.sign(Buffer.concat([authData, sha256(data)])).toString('base64url'),
          ...(userHandle !== undefined && { userHandle }),
        },
        asked,
      )
    },
  }
}

export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest()
}

function newPair(algorithm: Algorithm) {
  const { publicKey, privateKey } = pairOf(algorithm)
  const jwk = publicKey.export({ format: 'jwk' })
  const part = (name: 'x' | 'y' | 'n' | 'e') => Buffer.from(jwk[name] ?? '', 'base64url')
  const cose = {
    '-7': [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, part('x')],
      [-3, part('y')],
    ],
    '-8': [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, part('x')],
    ],
    '-257': [
      [1, 3],
      [3, -257],
      [-1, part('n')],
      [-2, part('e')],
    ],
  }[algorithm] as [number, CborValue][]
  const hash = algorithm === -8 ? null : 'sha256'
  return { cose: cbor(new Map(cose)), sign: (data: Buffer) => sign(hash, data, privateKey) }
}

function pairOf(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  if (algorithm === -8) return generateKeyPairSync('ed25519')
  if (algorithm === -257) return generateKeyPairSync('rsa', { modulusLength: 2048 })
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}
