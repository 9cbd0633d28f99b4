/** The TPM commands that a device's proof needs. [TPM 2.0 Library, Part 3] */
import { algorithm } from '../tpm/algorithms.ts'
import { Reader, sized, u16, u32 } from '../tpm/bytes.ts'
import type { Credential } from '../tpm/credential.ts'
import { commandOf, type TpmConnection, TpmError } from './tpm-connection.ts'

const code = {
  clear: 0x126,
  createPrimary: 0x131,
  activateCredential: 0x147,
  nvRead: 0x14e,
  policySecret: 0x151,
  flushContext: 0x165,
  nvReadPublic: 0x169,
  readPublic: 0x173,
  startAuthSession: 0x176,
} as const

export const hierarchy = {
  owner: 0x40000001,
  null: 0x40000007,
  password: 0x40000009,
  lockout: 0x4000000a,
  endorsement: 0x4000000b,
} as const

export type LoadedKey = { readonly handle: number; readonly publicArea: Buffer }

/** The part of an authorization area for one handle: by password, or by a session. */
const authorization = (session: number = hierarchy.password): Buffer =>
  Buffer.concat([u32(session), u16(0), Buffer.of(0), u16(0)])

type Authorized = {
  readonly handles: readonly number[]
  readonly authorizations: readonly Buffer[]
  readonly parameters: Buffer
}

export class TpmCommands {
  readonly #tpm: TpmConnection

  constructor(tpm: TpmConnection) {
    this.#tpm = tpm
  }

  async createPrimary(parent: number, template: Buffer): Promise<LoadedKey> {
    const noSensitive = sized(Buffer.concat([u16(0), u16(0)]))
    const parameters = Buffer.concat([noSensitive, sized(template), u16(0), u32(0)])
    const request = { handles: [parent], authorizations: [authorization()], parameters }
    const answer = await this.#authorized(code.createPrimary, request)
    const handle = answer.readUInt32BE(0)
    const size = answer.readUInt32BE(4)
    const publicArea = new Reader(answer.subarray(8, 8 + size)).sized()
    return { handle, publicArea: Buffer.from(publicArea) }
  }

  async readPublic(handle: number): Promise<Buffer> {
    const answer = await this.#tpm.send(commandOf(code.readPublic, u32(handle), false))
    return Buffer.from(new Reader(answer).sized())
  }

  /**
   * Keys of the TCG's first templates are opened by the policy of the endorsement hierarchy; those of the high
   * range, such as P-384, by their empty password.
   */
  async activateCredential(
    { ak, ek }: { ak: number; ek: number },
    { idObject, encryptedSecret }: Credential,
    by: 'policy' | 'password' = 'policy',
  ): Promise<Buffer> {
    const session = by === 'policy' ? await this.#policySession() : hierarchy.password
    const request: Authorized = {
      handles: [ak, ek],
      authorizations: [authorization(), authorization(session)],
      parameters: Buffer.concat([sized(idObject), sized(encryptedSecret)]),
    }
    try {
      const answer = await this.#authorized(code.activateCredential, request)
      return Buffer.from(new Reader(answer.subarray(4)).sized())
    } catch (error) {
      // A session ends with its use, not with a failure.
      if (by === 'policy') await this.flush(session).catch(() => undefined)
      throw error
    }
  }

  /** Null = there is no such index. */
  async nvRead(index: number): Promise<Buffer | null> {
    const size = await this.#nvSize(index)
    if (size === undefined) return null
    const pieces: Buffer[] = []
    for (let at = 0; at < size; at += 512) {
      const answer = await this.#authorized(code.nvRead, {
        handles: [hierarchy.owner, index],
        authorizations: [authorization()],
        parameters: Buffer.concat([u16(Math.min(512, size - at)), u16(at)]),
      })
      pieces.push(Buffer.from(new Reader(answer.subarray(4)).sized()))
    }
    return Buffer.concat(pieces)
  }

  async flush(handle: number): Promise<void> {
    await this.#tpm.send(commandOf(code.flushContext, u32(handle), false))
  }

  /** By the lockout hierarchy: what an owner's reset does. */
  async clear(): Promise<void> {
    await this.#authorized(code.clear, {
      handles: [hierarchy.lockout],
      authorizations: [authorization()],
      parameters: Buffer.alloc(0),
    })
  }

  async #nvSize(index: number): Promise<number | undefined> {
    try {
      const answer = await this.#tpm.send(commandOf(code.nvReadPublic, u32(index), false))
      const area = new Reader(answer).sized()
      return area.readUInt16BE(area.length - 2)
    } catch (error) {
      if (error instanceof TpmError) return undefined
      throw error
    }
  }

  async #policySession(): Promise<number> {
    const nonce = sized(Buffer.alloc(16, 1))
    const policy = Buffer.of(1)
    const body = [u32(hierarchy.null), u32(hierarchy.null), nonce, u16(0), policy]
    const hash = [u16(algorithm.null), u16(algorithm.sha256)]
    const answer = await this.#tpm.send(
      commandOf(code.startAuthSession, Buffer.concat([...body, ...hash]), false),
    )
    const session = answer.readUInt32BE(0)
    await this.#authorized(code.policySecret, {
      handles: [hierarchy.endorsement, session],
      authorizations: [authorization()],
      parameters: Buffer.concat([u16(0), u16(0), u16(0), u32(0)]),
    })
    return session
  }

  #authorized(command: number, { handles, authorizations, parameters }: Authorized) {
    const area = Buffer.concat(authorizations)
    const body = [...handles.map(u32), u32(area.length), area, parameters]
    return this.#tpm.send(commandOf(command, Buffer.concat(body), true))
  }
}
