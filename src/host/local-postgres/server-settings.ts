/**
 * The settings the local PostgreSQL runs with, for a small machine that it shares with Taxiway.
 *
 * They are given on the command line, so they follow Taxiway's version and no file in the data folder can
 * turn durability off. Anyone who needs others runs their own PostgreSQL and names it in TAXIWAY_DATABASE_URL.
 */

/** Where the server listens: a Unix socket's folder, or (on Windows, which shares no sockets this way) a loopback port. */
export type Listening = { readonly socketDir: string } | { readonly port: number }

export function serverSettings(listening: Listening): Readonly<Record<string, string>> {
  return { ...whereToListen(listening), ...durable, ...small, ...quiet, ...platform }
}

function whereToListen(listening: Listening): Record<string, string> {
  if ('port' in listening) {
    return {
      listen_addresses: '127.0.0.1',
      port: String(listening.port),
      unix_socket_directories: '',
    }
  }
  return {
    listen_addresses: '',
    port: '5432',
    unix_socket_directories: listening.socketDir,
    unix_socket_permissions: '0700',
  }
}

/** An acknowledged write survives kill -9 and a power cut. */
const durable = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

const small = {
  // Used only as data comes in: an idle server needs about 20 MB.
  shared_buffers: '256MB',
  // Room for several Taxiways' pools and the test suite's processes.
  max_connections: '120',
  // Huge pages must be set aside by the administrator; without them "try" only costs a log line.
  huge_pages: 'off',
  // Data and log together stay below about 1.5 times the data plus this.
  max_wal_size: '2GB',
  // Identity tokens are random, so each import touches many pages, and each page's first change after a
  // checkpoint writes the whole page to the log: fewer checkpoints write less.
  checkpoint_timeout: '15min',
  // No helper processes for reads, replication or compiled queries: they do not pay off for short statements.
  io_method: 'sync',
  max_logical_replication_workers: '0',
  jit: 'off',
}

const quiet = {
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  timezone: 'UTC',
  lc_messages: 'C',
}

/** A killed Taxiway's long statements end within a second and give up their locks (Windows cannot notice). */
const platform: Record<string, string> =
  process.platform === 'win32' ? {} : { client_connection_check_interval: '1s' }
