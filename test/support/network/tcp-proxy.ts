/** A wire to the database that a test can cut, or make silent: what networks and stopped machines do. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export type Wire = {
  /** The database's address by way of the wire. */
  readonly connectionString: string
  /** Cuts every connection; new ones are taken. */
  cut(): void
  /** Cuts every connection once the database has answered so many bytes from now on; new ones are taken. */
  cutAfter(bytes: number): void
  /** From now on new connections are cut at once, and the old ones too. */
  refuse(): void
  /** From now on everything is taken and nothing passed on, in either direction. */
  silence(): void
  /** As at the beginning; what was silent is cut. */
  repair(): void
  close(): Promise<void>
}

/** Hears what a client sends over one connection, after it was passed on. */
export type Listener = (bytes: Buffer) => void

/** `connectionString` names a socket's folder, as that of a local database does. */
export async function openWire(connectionString: string, listener?: () => Listener): Promise<Wire> {
  const { searchParams, password, username, pathname } = new URL(
    connectionString.replace('@/', '@localhost/'),
  )
  const target = `${searchParams.get('host')}/.s.PGSQL.${searchParams.get('port')}`
  const open = new Set<Socket>()
  let state: 'open' | 'refusing' | 'silent' = 'open'
  let left = Number.POSITIVE_INFINITY
  const server = createServer((client) => {
    keep(client)
    if (state === 'refusing') client.destroy()
    if (state !== 'open') return
    const database = connect(target)
    keep(database)
    pass(client, database)
    pass(database, client)
    if (listener !== undefined) client.on('data', listener())
    database.on('data', ({ length }: Buffer) => {
      left -= length
      if (left < 0) cut()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
  }
  function pass(from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (state !== 'silent') to.write(bytes)
    })
    from.on('close', () => to.destroy())
  }
  function cut(): void {
    left = Number.POSITIVE_INFINITY
    for (const socket of open) socket.destroy()
  }
  return {
    connectionString: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`,
    cut,
    cutAfter(bytes) {
      left = bytes
    },
    refuse() {
      state = 'refusing'
      cut()
    },
    silence() {
      state = 'silent'
    },
    repair() {
      if (state === 'silent') cut()
      state = 'open'
      left = Number.POSITIVE_INFINITY
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
