/** A statement that failed because the database is away, out of room, or waits for somebody: come again later. */
import pg from 'pg'
import { DomainError } from '../../core/errors.ts'
import { streamOf } from './client.ts'
import { noHostWrites } from './hosts.ts'

/** Says nothing about what was asked: the same may be done later, though nobody knows when. */
export class DatabaseOutage extends DomainError {
  constructor(message: string, retryAfter: number, cause: unknown) {
    super('unavailable', message, { retryAfter, cause })
    this.name = 'DatabaseOutage'
  }
}

const away = 'The database cannot be reached at the moment. Try again in a few seconds.'
/** For those who know what that means for what they were doing. */
export const lostConnection = 'The connection to the database was lost.'
const lost = `${lostConnection} Whether this was done is not known: look, then try again.`
const standby = 'The database takes no writes at the moment. Try again in a few seconds.'
const locked = 'Another change of the same things is still under way. Try again in a few seconds.'
const outrun =
  'Other changes of the same things came first, and this one was undone. Send it again.'
const full = 'The database has no room for it. Its operator must free some space.'
const slow = 'The database took too long over this, and it was not done.'

type Words = readonly [message: string, retryAfter: number]

/** `read_only_sql_transaction` */
const readOnly = '25006'

/** PostgreSQL's own codes, by their beginnings. */
const states: readonly (readonly [start: string, Words])[] = [
  ['08', [lost, 5]],
  ['25P03', [lost, 5]],
  [readOnly, [standby, 2]],
  ['53100', [full, 60]],
  ['53', [away, 5]],
  ['55P03', [locked, 5]],
  ['57014', [slow, 10]],
  // It starts or stops, and has let nobody in.
  ['57P03', [away, 5]],
  ['57P', [lost, 5]],
  ['58', [away, 30]],
]

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EMFILE',
  'ENFILE',
])
/** Nothing answers there, and perhaps never will. */
const atNoAddress: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'ETIMEDOUT',
])
const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/** The driver says these by text only. */
const saidByDriver: readonly (readonly [said: RegExp, Words])[] = [
  [new RegExp(`^${noHostWrites}`), [standby, 2]],
  [/^(timeout e|Cannot use a pool|Connection terminated due to connection timeout)/, [away, 5]],
  [
    /^(Connection (terminated|ended)|Query read timeout|Client (has encountered|was closed))/,
    [lost, 5],
  ],
]

/** For work that is not repeated: a lost race as what it means for the caller. */
export function asOutrun(error: unknown): unknown {
  const isLost = error instanceof pg.DatabaseError && retryable.has(error.code ?? '')
  return isLost ? new DatabaseOutage(outrun, 1, error) : error
}

/** Serialization failure and deadlock: nothing was written, and the transaction may be repeated. */
export const retryable: ReadonlySet<string> = new Set(['40001', '40P01'])

/** The same error, or what it means for the caller. */
export function asOutage(error: unknown): unknown {
  const words = wordsFor(error)
  return words === undefined ? error : new DatabaseOutage(...words, error)
}

function wordsFor(error: unknown): Words | undefined {
  if (!(error instanceof Error) || error instanceof DomainError) return undefined
  const code = 'code' in error ? String(error.code) : ''
  if (error instanceof pg.DatabaseError)
    return states.find(([start]) => code.startsWith(start))?.[1]
  if (unreachable.has(code)) return [away, 5]
  if (broken.has(code)) return [lost, 5]
  return saidByDriver.find(([said]) => said.test(error.message))?.[1]
}

/**
 * It is there, or was a moment ago, and its address is right: it is full of connections, starts, stops, has no room, or takes
 * no writes. Also said of a connection that was never made.
 */
export function isPassing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return !atNoAddress.has(code ?? '') && asOutage(error) instanceof DatabaseOutage
}

/** Makes every promise of the pool and its connections fail in these words. */
export function saysOutages(pool: pg.Pool): pg.Pool {
  translate(pool, 'query', () => undefined)
  translate(pool, 'connect', () => undefined)
  pool.on('connect', (client) => translate(client, 'query', (error) => abandon(client, error)))
  return pool
}

type Method = (...args: unknown[]) => unknown

function translate(owner: object, name: string, onOutage: (error: DatabaseOutage) => void): void {
  const methods = owner as Record<string, Method>
  const plain = methods[name] as Method
  methods[name] = (...args) => {
    const result = plain.apply(owner, args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      const said = asOutage(error)
      if (said instanceof DatabaseOutage) onOutage(said)
      throw said
    })
  }
}

/** Not for the next one: a connection to a host that became a standby. */
function abandon(client: pg.PoolClient, { cause }: DatabaseOutage): void {
  if (cause instanceof pg.DatabaseError && cause.code === readOnly) streamOf(client).destroy()
}
