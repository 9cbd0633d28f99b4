/**
 * Several hosts in one URL, as libpq writes them: `postgresql://taxiway@one,two/taxiway?target_session_attrs=read-write`.
 *
 * Each new connection goes to the host that takes writes at that moment, so after a failover the servers go on by
 * themselves. The driver knows one host only. Source: PostgreSQL, "Specifying Multiple Hosts" (documented).
 */
import pg from 'pg'

/** All hosts are asked at once, so a dead one holds nobody up. Milliseconds. */
const askWithin = 2_000

/** Connections that are opened together share what was found. Milliseconds. */
const foundFor = 1_000

/** `read-write` and `primary` are the same here; with `any`, which is libpq's default, a server could not work. */
const writing = ['read-write', 'primary', 'any']

export const noHostWrites = 'No host of the database takes writes at the moment.'

const shape = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)([^?#]*)(?:\?([^#]*))?$/

/** The URL of each host. Throws where the URL cannot be read, or asks for hosts that take no writes. */
export function hostUrls(connectionString: string): readonly [string, ...string[]] {
  const [, start = '', hosts = '', path = '', query = ''] = shape.exec(connectionString) ?? []
  const parameters = new URLSearchParams(query)
  const wanted = parameters.get('target_session_attrs')
  if (wanted !== null && !writing.includes(wanted))
    throw new Error(`target_session_attrs is '${wanted}', but Taxiway writes: use read-write`)
  if (!hosts.includes(',') && wanted === null) return [connectionString]
  parameters.delete('target_session_attrs')
  const rest = parameters.size === 0 ? path : `${path}?${parameters}`
  const [first = '', ...others] = hosts.split(',')
  return [start + first + rest, ...others.map((host) => start + host + rest)]
}

/** What a pool or a client is made of for `connectionString`. */
export function connectionTo(connectionString: string): {
  readonly connectionString: string
  readonly Client: typeof pg.Client
} {
  const urls = hostUrls(connectionString)
  return {
    connectionString: urls[0],
    Client: urls.length === 1 ? pg.Client : clientOf(finderFor(connectionString, urls)),
  }
}

type Address = Pick<pg.Client, 'host' | 'port'>
type Finder = { find(): Promise<Address>; forget(): void }

const finders = new Map<string, Finder>()

function finderFor(connectionString: string, urls: readonly string[]): Finder {
  const known = finders.get(connectionString) ?? finderOf(urls)
  finders.set(connectionString, known)
  return known
}

function finderOf(urls: readonly string[]): Finder {
  let found: { readonly address: Promise<Address>; readonly until: number } | undefined
  return {
    find() {
      if (found === undefined || performance.now() > found.until) {
        const address = Promise.any(urls.map(takesWrites)).catch(({ errors }: AggregateError) => {
          found = undefined
          throw errors[0]
        })
        found = { address, until: performance.now() + foundFor }
      }
      return found.address
    },
    forget() {
      found = undefined
    },
  }
}

async function takesWrites(connectionString: string): Promise<Address> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: askWithin,
    query_timeout: askWithin,
    application_name: 'taxiway host',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query('show transaction_read_only')
    if (rows[0]?.transaction_read_only !== 'off') throw new Error(noHostWrites)
    return { host: client.host, port: client.port }
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A client that looks for its host before it connects. */
function clientOf(finder: Finder): typeof pg.Client {
  return class extends pg.Client {
    override connect(): Promise<pg.Client>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
      const connected = this.#connectToFound()
      if (callback === undefined) return connected
      connected.then(() => (callback as () => void)(), callback)
      return undefined
    }

    async #connectToFound(): Promise<pg.Client> {
      try {
        Object.assign(this, await finder.find())
        return await super.connect()
      } catch (error) {
        finder.forget()
        throw error
      }
    }
  }
}
