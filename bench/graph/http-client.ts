/**
 * One connection that asks one question again and again, over the bare socket. Node's own client costs about as much
 * as a server's answer, and on a machine of few cores a measurement with it is a measurement of it.
 */
import { once } from 'node:events'
import { connect as connectPlainly, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'

export type Connection = {
  /** Asks once; resolves to the status when the answer is here to its last byte. Throws for one that is not expected. */
  ask(): Promise<number>
  close(): void
}

export async function openConnection(
  url: string,
  headers: Readonly<Record<string, string>>,
  expected: readonly number[] = [200],
): Promise<Connection> {
  const { protocol, hostname: host, port, pathname, search } = new URL(url)
  const secure = protocol === 'https:'
  const address = { host, port: Number(port) }
  const socket: Socket = secure
    ? connectSecurely({ ...address, rejectUnauthorized: false })
    : connectPlainly(address)
  await once(socket, secure ? 'secureConnect' : 'connect')
  socket.setNoDelay(true)
  const lines = Object.entries({ host: `${host}:${port}`, ...headers })
  const question = [
    `GET ${pathname}${search} HTTP/1.1`,
    ...lines.map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n')

  let waiting: PromiseWithResolvers<number> | undefined
  let answer = newAnswer(expected)
  const fail = (error: Error) => waiting?.reject(error)
  socket.on('data', (bytes: Buffer) => {
    try {
      answer.add(bytes)
    } catch (cause) {
      return fail(new Error(`${url} gave another answer than ${expected.join(' or ')}`, { cause }))
    }
    if (!answer.isWhole()) return
    const { status } = answer
    answer = newAnswer(expected)
    waiting?.resolve(status())
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error(`${url} closed the connection`)))

  return {
    ask() {
      // A socket that is closed takes what is written and says nothing.
      if (socket.destroyed) return Promise.reject(new Error(`${url} closed the connection`))
      waiting = Promise.withResolvers()
      socket.write(question)
      return waiting.promise
    },
    close() {
      waiting = undefined
      socket.destroy()
    },
  }
}

/** RFC 9112 section 6: a body ends after its stated length, or with an empty chunk. */
function newAnswer(expected: readonly number[]) {
  let status = 0
  let head = ''
  let length: number | undefined
  let seen = 0
  let end = ''

  function readHead(bytes: Buffer): number {
    head += bytes.toString('latin1')
    const at = head.indexOf('\r\n\r\n')
    if (at === -1) return 0
    status = Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
    if (!expected.includes(status)) throw new Error(`answered ${head.slice(0, at)}`)
    const [, stated] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? []
    length = stated === undefined ? Number.POSITIVE_INFINITY : Number(stated)
    return head.length - at - 4
  }

  return {
    add(bytes: Buffer) {
      seen += length === undefined ? readHead(bytes) : bytes.length
      end = (end + bytes.toString('latin1', Math.max(0, bytes.length - 7))).slice(-7)
    },
    status: () => status,
    isWhole: () =>
      length !== undefined && (Number.isFinite(length) ? seen >= length : end === '\r\n0\r\n\r\n'),
  }
}
