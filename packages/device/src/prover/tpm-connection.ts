/** Speaks TPM 2.0 to the data channel of a software TPM (swtpm): commands in, answers out, in order. */
import { connect, type Socket } from 'node:net'
import { u16, u32 } from '../tpm/bytes.ts'

/** TPM_RC_RETRY: the TPM had to write to itself first; the same command is to be sent again. */
const retry = 0x922
const headerSize = 10

export class TpmError extends Error {
  readonly code: number

  constructor(code: number) {
    super(`The TPM answered 0x${code.toString(16)}.`)
    this.name = 'TpmError'
    this.code = code
  }
}

type Waiting = { resolve(answer: Buffer): void; reject(error: Error): void }

export class TpmConnection {
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  #held: Buffer = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (piece) => this.#read(piece))
    socket.on('close', () => this.#fail(new Error('The software TPM closed the connection.')))
    socket.on('error', (error) => this.#fail(error))
  }

  /** `address`: the path of a Unix socket, or `host:port`. */
  static open(address: string): Promise<TpmConnection> {
    return new Promise((resolve, reject) => {
      const [, host, port] = /^([^/]+):(\d+)$/.exec(address) ?? []
      const socket = port === undefined ? connect(address) : connect(Number(port), host)
      socket.once('error', (cause) => {
        reject(new Error(`There is no software TPM at ${address}: ${cause.message}`, { cause }))
      })
      socket.once('connect', () => resolve(new TpmConnection(socket)))
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  async send(command: Buffer, tries = 5): Promise<Buffer> {
    const answer = await new Promise<Buffer>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#socket.write(command)
    })
    const code = answer.readUInt32BE(6)
    if (code === retry && tries > 0) return await this.send(command, tries - 1)
    if (code !== 0) throw new TpmError(code)
    return answer.subarray(headerSize)
  }

  #read(piece: Buffer): void {
    this.#held = Buffer.concat([this.#held, piece])
    while (this.#held.length >= headerSize) {
      const size = this.#held.readUInt32BE(2)
      if (this.#held.length < size) return
      const answer = this.#held.subarray(0, size)
      this.#held = this.#held.subarray(size)
      this.#waiting.shift()?.resolve(answer)
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** A command: its tag says whether authorizations come along. */
export function commandOf(code: number, body: Buffer, withSessions: boolean): Buffer {
  const tag = withSessions ? 0x8002 : 0x8001
  return Buffer.concat([u16(tag), u32(headerSize + body.length), u32(code), body])
}
