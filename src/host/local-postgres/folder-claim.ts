/**
 * At most one Taxiway per data folder, enforced by the kernel rather than by a pid in a file.
 *
 * Each Taxiway listens on its own socket in the claims folder and then probes the others' sockets.
 * One that answers belongs to a living process; one that refuses belonged to a dead one, however it died,
 * and is removed. Because a socket gets its visible name only once it listens, when two start at the
 * same moment, at least one sees the other.
 */
import { createHash, randomBytes } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LocalPostgresError } from './errors.ts'

export type FolderClaim = { release(): Promise<void> }

type Claims = {
  readonly folder: string
  /** The same folder under a name short enough for sockets. */
  readonly shortName: string
}

/** Claims the folder, or throws an error that names the process that has it. */
export async function claimFolder(claimsDir: string, home: string): Promise<FolderClaim> {
  if (process.platform === 'win32') return await claimPipe(home)
  const handle = await open(claimsDir, 'r')
  const isLinux = process.platform === 'linux'
  const shortName = isLinux ? `/proc/self/fd/${handle.fd}` : claimsDir
  const claims = { folder: claimsDir, shortName }
  let holder: string | undefined
  // Processes that start together may all back off; a random pause lets one of them win a later round.
  for (let round = 0; round < 6; round++) {
    const claim = await announce(claims)
    holder = await firstLiving(claims, claim.name)
    if (holder === undefined) return { release: () => claim.release().then(() => handle.close()) }
    await claim.release()
    await pause(10 + Math.random() * 50)
  }
  await handle.close()
  throw inUse(home, holder?.split('-')[0])
}

async function announce({
  folder,
  shortName,
}: Claims): Promise<FolderClaim & { readonly name: string }> {
  const name = `${process.pid}-${randomBytes(3).toString('hex')}`
  const server = await listen(`${shortName}/${name}.new`)
  await rename(join(folder, `${name}.new`), join(folder, name))
  return {
    name,
    async release() {
      await rm(join(folder, name), { force: true })
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function firstLiving(
  { folder, shortName }: Claims,
  own: string,
): Promise<string | undefined> {
  for (const name of await readdir(folder)) {
    if (name === own || name.endsWith('.new')) continue
    if (await answers(`${shortName}/${name}`)) return name
    await rm(join(folder, name), { force: true })
  }
  return undefined
}

/** Anything but a plain refusal counts as alive: when in doubt, do not share a folder. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT')
    })
  })
}

/** Windows removes a named pipe with its process and allows each name once, so the name itself is the lock. */
async function claimPipe(home: string): Promise<FolderClaim> {
  const name = createHash('sha256').update(home.toLowerCase()).digest('hex').slice(0, 32)
  try {
    const server = await listen(`\\\\.\\pipe\\taxiway-${name}`)
    return { release: async () => void server.close() }
  } catch (cause) {
    throw inUse(home, undefined, cause)
  }
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.on('error', reject)
    server.listen(path, () => resolve(server.unref()))
  })
}

function inUse(home: string, pid: string | undefined, cause?: unknown): LocalPostgresError {
  const who = pid === undefined ? 'Another Taxiway' : `Another Taxiway (process ${pid})`
  return new LocalPostgresError(
    'folder-in-use',
    `${who} is already running on ${home}. Stop it first, or give this one its own folder with TAXIWAY_DATA_DIR. Several servers may share one PostgreSQL named by TAXIWAY_DATABASE_URL.`,
    { cause },
  )
}
