/**
 * Where the local PostgreSQL keeps its files below the data folder.
 *
 * A Unix socket's path may have only about 100 bytes; when the data folder's path is too long,
 * the socket (and nothing else) moves to a short temporary folder named after the data folder,
 * so that the next start finds it again.
 */
import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LocalPostgresError } from './errors.ts'

export type Paths = {
  /** `<data folder>/postgres`, with no symbolic link in it. */
  readonly home: string
  /** PostgreSQL's own data directory. */
  readonly cluster: string
  readonly logFile: string
  /** Holds PostgreSQL's socket; only its account may enter. */
  readonly socketDir: string
  /** Holds one socket per Taxiway that claims the data folder. */
  readonly claimsDir: string
  /** Whether the sockets are outside the data folder. */
  readonly socketsElsewhere: boolean
}

/** In bytes: 107 on Linux, 103 on macOS. */
const maxSocketPathLength = process.platform === 'linux' ? 107 : 103
/** The longest name below the sockets' folder. */
const socketNameRoom = '/claims/12345678-abcdef.new'.length

/** Makes the folders (except the cluster itself) and says where they are. */
export async function preparePaths(dataDir: string): Promise<Paths> {
  // Root's server runs as another account, which must be able to pass through; each secret in here is 0600.
  const isRoot = process.getuid?.() === 0
  await mkdir(dataDir, { recursive: true, mode: isRoot ? 0o711 : 0o700 })
  const home = join(await realpath(dataDir), 'postgres')
  await makeFolder(home, isRoot ? 0o711 : 0o700)
  const tooLong = Buffer.byteLength(home) + socketNameRoom > maxSocketPathLength
  const sockets = tooLong ? await shortFolder(home) : home
  const paths = {
    home,
    cluster: join(home, 'cluster'),
    logFile: join(home, 'postgres.log'),
    socketDir: join(sockets, 'run'),
    // On Linux we can reach a socket in a folder of any length; only PostgreSQL's own needs a short path.
    claimsDir: join(process.platform === 'linux' ? home : sockets, 'claims'),
    socketsElsewhere: tooLong,
  }
  await makeFolder(paths.socketDir, 0o700)
  await makeFolder(paths.claimsDir, 0o700)
  return paths
}

async function makeFolder(path: string, mode: number): Promise<void> {
  const made = await mkdir(path, { recursive: true, mode })
  if (made !== undefined) await chmod(path, mode)
}

async function shortFolder(home: string): Promise<string> {
  const uid = process.getuid?.() ?? 0
  const name = createHash('sha256').update(`${uid}:${home}`).digest('hex').slice(0, 16)
  const temporary = Buffer.byteLength(tmpdir()) > 40 ? '/tmp' : tmpdir()
  const folder = join(temporary, `taxiway-${name}`)
  await makeFolder(folder, uid === 0 ? 0o711 : 0o700)
  const found = await lstat(folder)
  // Anyone can create files in a temporary folder: use only a folder that is ours alone.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
    throw new LocalPostgresError(
      'folder-not-usable',
      `The path ${home} is too long for a socket, and ${folder}, which would hold the socket instead, belongs to another user. Remove it, or choose a shorter TAXIWAY_DATA_DIR.`,
    )
  }
  return folder
}
