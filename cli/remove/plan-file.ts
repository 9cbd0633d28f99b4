/**
 * A removal plan in a file: the same as a Taxiway server's, with the tenant that it is about. Every step is on disk before
 * the next, so the same command with the same file goes on where it ended.
 */

import { readFile } from 'node:fs/promises'
import type {
  RemovalArchive,
  RemovalDevice,
  RemovalPlan,
  RemovalPlanExport,
} from 'taxiway-autopilot/admin'
import type { Context } from '../context/context-file.ts'
import { replaceFile } from '../context/replace-file.ts'
import { unreadable } from '../context/unreadable.ts'
import { refuses } from '../context/unwritable.ts'
import { CliError } from '../exit.ts'

export type FileDevice = RemovalDevice & { readonly archive: RemovalArchive | null }

export type PlanFile = Omit<RemovalPlan, 'devices'> & {
  readonly devices: readonly FileDevice[]
  /** Absent: the export of a server, which is bound to a tenant when it is run by Graph for the first time. */
  readonly place?: { readonly tenant: string; readonly graph: string }
  /** When a sync was triggered; ISO text. */
  readonly syncedAt?: string
}

export async function keepPlan(path: string, plan: PlanFile): Promise<void> {
  await replaceFile(path, `${JSON.stringify(plan, undefined, 2)}\n`).catch(refuses(path))
}

export async function readPlan(path: string): Promise<PlanFile> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw unreadable(path, cause)
  })
  const plan = parsed(text)
  if (plan === undefined)
    throw new CliError(`${path} is not a removal plan.`, {
      hint: 'Make one with: taxiway remove plan <device> --file <file>',
    })
  return plan
}

function parsed(text: string): PlanFile | undefined {
  try {
    const plan = JSON.parse(text) as Partial<RemovalPlanExport>
    return Array.isArray(plan.devices) && plan.order !== undefined && plan.state !== undefined
      ? (plan as PlanFile)
      : undefined
  } catch {
    return undefined
  }
}

/** Refuses a plan about another tenant than the one that is signed in to. */
export function requirePlace(path: string, { place }: PlanFile, { tenant, graph }: Context): void {
  if (place === undefined || (place.tenant === tenant && place.graph === graph)) return
  throw new CliError(`${path} is about ${place.tenant} at ${place.graph}, not ${tenant}.`, {
    hint: 'Choose the sign-in with --context, or make a plan for this tenant.',
  })
}
