/**
 * The rollback file of a bulk change: what every device had, on disk before the first of them is changed, so that
 * `taxiway devices undo` can give it back, however the run ended.
 */

import { access, constants, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Context } from '../../context/context-file.ts'
import { replaceFile } from '../../context/replace-file.ts'
import { unreadable } from '../../context/unreadable.ts'
import { CliError } from '../../exit.ts'
import { joined, jsonParts, type Rows } from '../../terminal/pieces.ts'
import type { Changes } from './change-request.ts'
import type { Step } from './plan.ts'

export type RolledBack = {
  readonly id: string
  readonly serialNumber: string
  /** Of the changed properties only. */
  readonly before: Changes
  readonly after: Changes
}

export type Rollback = {
  readonly version: 1
  readonly madeAt: string
  readonly graph: string
  readonly tenant: string
  readonly devices: readonly RolledBack[]
}

/** Writes what `steps` are about to change; answers where. `from` = the file of the changes. */
export async function keepRollback(
  steps: readonly Step[],
  { graph, tenant }: Context,
  from: string | undefined,
): Promise<string> {
  const madeAt = new Date().toISOString()
  const devices = {
    *[Symbol.iterator]() {
      for (const step of steps) yield* oldValues(step)
    },
  }
  const path = await freePath(from, madeAt)
  try {
    await replaceFile(path, textOf({ version: 1, madeAt, graph, tenant, devices }))
  } catch (cause) {
    throw new CliError(`Cannot write the rollback file ${path}: ${(cause as Error).message}`, {
      hint: 'Nothing was done. Free some space, or run the command in a folder that you may write to.',
      cause,
    })
  }
  return path
}

function* textOf(rollback: Omit<Rollback, 'devices'> & { devices: Rows<RolledBack> }) {
  yield* joined(jsonParts(rollback))
  yield '\n'
}

function oldValues({ device, calls, differences }: Step): RolledBack[] {
  if (device === undefined || calls.length === 0 || differences.length === 0) return []
  const values = (which: 'before' | 'after'): Changes =>
    Object.fromEntries(differences.map((each) => [each.property, each[which]]))
  const { id, serialNumber } = device
  return [
    { id, serialNumber: serialNumber ?? '', before: values('before'), after: values('after') },
  ]
}

/** Beside the file of the changes where that folder can be written to, else here; never one that is there. */
async function freePath(from: string | undefined, madeAt: string): Promise<string> {
  const isFile = from !== undefined && from !== '-'
  const name = `${isFile ? basename(from) : 'devices'}.${madeAt.replace(/\.\d+Z$/, '').replace(/[-:]/g, '')}`
  const folder = isFile && (await isThere(dirname(from), constants.W_OK)) ? dirname(from) : '.'
  for (let number = 1; ; number++) {
    const path = join(folder, `${name}${number === 1 ? '' : `-${number}`}.rollback.json`)
    if (!(await isThere(path, constants.F_OK))) return path
  }
}

async function isThere(path: string, mode: number): Promise<boolean> {
  return await access(path, mode).then(
    () => true,
    () => false,
  )
}

/** The rollback file `path`, which must be of the server and tenant of `context`. */
export async function readRollback(path: string, context: Context): Promise<Rollback> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw unreadable(path, cause, {
      hint: 'Name the rollback file that the change printed. A deleted device comes back by: taxiway devices restore',
    })
  })
  const rollback = parsed(text)
  if (rollback === undefined)
    throw new CliError(`${path} is not a rollback file of taxiway devices.`, {
      hint: 'Name the file that the bulk change printed; it ends in .rollback.json.',
    })
  if (rollback.graph === context.graph && rollback.tenant === context.tenant) return rollback
  throw new CliError(
    `${path} is about tenant ${rollback.tenant} at ${rollback.graph}, ` +
      `but you are signed in to ${context.tenant} at ${context.graph}.`,
    { hint: 'Use that sign-in: taxiway context list, then --context <name>' },
  )
}

function parsed(text: string): Rollback | undefined {
  try {
    const rollback: Rollback = JSON.parse(text)
    return rollback.version === 1 && Array.isArray(rollback.devices) ? rollback : undefined
  } catch {
    return undefined
  }
}
