/** What other people's TPM software answered and made once, for machines that have none: see the file for its source. */
import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkAttestationKey } from 'taxiway-device/tpm/attestation-key'
import { Reader } from 'taxiway-device/tpm/bytes'
import { activateCredential } from 'taxiway-device/tpm/credential'
import { expect, test } from 'vitest'
import { type EkKind, socketProver } from '../../packages/device/src/prover/socket-prover.ts'
import { algorithm, curveNamed } from '../../packages/device/src/tpm/algorithms.ts'
import { padded } from '../../packages/device/src/tpm/public-area.ts'

type Activation = {
  readonly kind: EkKind
  readonly akName: string
  readonly idObject: string
  readonly encryptedSecret: string
  readonly secret: string
  /** `command`: the TPM's number of it. */
  readonly exchange: readonly { readonly command: string; readonly answer: string }[]
}

const recorded: {
  readonly activations: readonly Activation[]
  readonly credentials: {
    readonly name: string
    readonly secret: string
    readonly made: readonly { readonly key: JsonWebKey; readonly credential: string }[]
  }
} = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/tpm/recorded-exchanges.json'), 'utf8'),
)
const bytes = (hex: string) => Buffer.from(hex, 'hex')

test.each(recorded.activations)(
  'a software TPM was asked for its $kind key and opened our credential',
  async ({ kind, exchange, ...activation }) => {
    const asked: string[] = []
    const folder = mkdtempSync(join(tmpdir(), 'taxiway-tpm-'))
    const address = join(folder, 'tpm')
    const server = createServer((socket) => {
      socket.on('data', (command) => {
        asked.push(command.subarray(6, 10).toString('hex'))
        socket.write(bytes(exchange[asked.length - 1]?.answer ?? ''))
      })
    })
    await new Promise<void>((resolve) => server.listen(address, resolve))
    const prover = await socketProver(address, kind)
    const checked = checkAttestationKey(prover.attestationKey)
    expect(checked).toMatchObject({ ok: true, name: bytes(activation.akName) })
    const credential = {
      idObject: bytes(activation.idObject),
      encryptedSecret: bytes(activation.encryptedSecret),
    }
    expect(await prover.activate(credential)).toEqual(bytes(activation.secret))
    expect(asked).toEqual(exchange.map(({ command }) => command))
    await prover.close()
    server.close()
    rmSync(folder, { recursive: true, force: true })
  },
)

test.each(recorded.credentials.made)('tpm2-tools made a credential that we open', (made) => {
  const { name, secret } = recorded.credentials
  const reader = new Reader(bytes(made.credential).subarray(8))
  const credential = { idObject: reader.sized(), encryptedSecret: reader.sized() }
  const ek = { ...keyOf(made.key), nameAlg: algorithm.sha256, aesBits: 128 }
  expect(activateCredential(ek, bytes(name), credential)).toEqual(bytes(secret))
  const other = bytes(name)
  other.writeUInt8((other[9] ?? 0) ^ 1, 9)
  expect(() => activateCredential(ek, other, credential)).toThrow('another attestation key')
})

function keyOf(jwk: JsonWebKey) {
  const part = (text = '') => Buffer.from(text, 'base64url')
  const key =
    jwk.kty === 'RSA'
      ? ({ kind: 'rsa', modulus: part(jwk.n), exponent: 65_537 } as const)
      : ({
          kind: 'ecc',
          curve: curveNamed(jwk.crv) ?? 0,
          x: padded(part(jwk.x), 32),
          y: padded(part(jwk.y), 32),
        } as const)
  return { key, private: createPrivateKey({ format: 'jwk', key: jwk }) }
}
