/**
 * The driver's client, with statements with parameters as `PreparedStatement`. Whatever else it is asked for it does
 * as before, and its pool notices nothing.
 */
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { messagesTo } from './messages.ts'
import {
  type Callback,
  type Connection,
  PreparedStatement,
  type Statement,
} from './prepared-statement.ts'

/** What the driver does not declare of itself. */
type Inside = {
  readonly connection: Connection & { attachListeners(stream: EventEmitter): void }
  readonly _activeQuery: unknown
}

type Query = (...args: unknown[]) => unknown

export function quickClient(Client: typeof pg.Client): typeof pg.Client {
  return class extends Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config)
      readRowsOf(this as unknown as Inside)
      this.query = quickly(this.query.bind(this) as Query) as typeof this.query
    }
  }
}

function readRowsOf(client: Inside): void {
  const { connection } = client
  const attach = connection.attachListeners.bind(connection)
  connection.attachListeners = (stream: Duplex) => {
    const passed = new EventEmitter()
    attach(passed)
    const takeRow = (bytes: Buffer, start: number, end: number) => {
      const active = client._activeQuery
      if (!(active instanceof PreparedStatement)) return false
      active.takeRow(bytes, start, end)
      return true
    }
    stream.on(
      'data',
      messagesTo(takeRow, (bytes) => passed.emit('data', bytes)),
    )
  }
}

function quickly(query: Query): Query {
  return (...args) => {
    const statement = statementIn(args)
    if (statement === undefined) return query(...args)
    const callback = args.at(-1)
    if (typeof callback === 'function')
      return query(new PreparedStatement(statement, callback as Callback))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const settle: Callback = (error, result) => (error ? reject(error) : resolve(result))
    query(new PreparedStatement(statement, settle))
    return promise.catch((error: Error) => {
      // As the driver does: the stack that leads to who asked, not to the socket.
      Error.captureStackTrace(error)
      throw error
    })
  }
}

const known: ReadonlySet<string> = new Set(['name', 'text', 'values'])

/** Undefined: it has no parameters and no name, or wants something that only the driver does. */
function statementIn([asked, given]: readonly unknown[]): Statement | undefined {
  const config = (typeof asked === 'string' ? { text: asked } : asked) as Partial<Statement>
  for (const key in config) if (!known.has(key)) return undefined
  const { name = '', text, values = [] } = config
  const all = Array.isArray(given) ? given : values
  if (text === undefined || (name === '' && all.length === 0)) return undefined
  return { name, text, values: all }
}
