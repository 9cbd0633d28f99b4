/**
 * Which account runs PostgreSQL, and what that account can reach.
 *
 * PostgreSQL refuses to run as root. A Taxiway run by root therefore starts it as the account that already owns the
 * cluster, else as the owner of the data folder, else as `nobody`; any other user starts it as themselves.
 */
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Paths } from './paths.ts'

/** An unprivileged account to start programs as. */
export type Account = { readonly uid: number; readonly gid: number }

/** The account to switch to, or nothing when Taxiway itself is not root. */
export async function chooseAccount(paths: Paths): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = await readUsers()
  for (const path of [paths.cluster, dirname(paths.home)]) {
    const owner = await stat(path).catch(() => undefined)
    // initdb insists on an account with a name.
    const user = users.find(({ uid }) => owner !== undefined && uid !== 0 && uid === owner.uid)
    if (user !== undefined) return user
  }
  return users.find(({ name }) => name === 'nobody') ?? { uid: 65534, gid: 65534 }
}

/** Whether permission bits let the account read this file, or enter and list this folder. */
export async function canRead(path: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true
  const found = await stat(path)
  const wanted = found.isDirectory() ? 0o5 : 0o4
  return allows(found, account, wanted) && (await canEnter(dirname(path), account))
}

/** Whether permission bits let the account reach this folder from the root. */
export async function canEnter(path: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true
  for (let folder = path; ; folder = dirname(folder)) {
    if (!allows(await stat(folder), account, 0o1)) return false
    if (folder === dirname(folder)) return true
  }
}

type Owned = { readonly uid: number; readonly gid: number; readonly mode: number }

function allows(owned: Owned, account: Account, wanted: number): boolean {
  const shift = owned.uid === account.uid ? 6 : owned.gid === account.gid ? 3 : 0
  return ((owned.mode >> shift) & wanted) === wanted
}

async function readUsers(): Promise<readonly (Account & { readonly name: string })[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  return lines
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => Number.isInteger(uid) && Number.isInteger(gid))
}
