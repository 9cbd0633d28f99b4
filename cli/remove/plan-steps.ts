/**
 * The steps of a large plan since its file was written. Each is a line with its device: the whole plan would be written
 * as often as it has steps, which for a thousand devices are gigabytes.
 */
import { open, readFile, rm } from 'node:fs/promises'
import { refuses } from '../context/unwritable.ts'
import type { FileDevice, PlanFile } from './plan-file.ts'

type Line = { readonly plan: string; readonly device: FileDevice }

const pathOf = (path: string): string => `${path}.steps`

/** On disk when it returns. */
export async function keepStep(path: string, { id }: PlanFile, device: FileDevice): Promise<void> {
  const line: Line = { plan: id, device }
  const handle = await open(pathOf(path), 'a', 0o600).catch(refuses(pathOf(path)))
  try {
    await handle.appendFile(`${JSON.stringify(line)}\n`).catch(refuses(pathOf(path)))
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** The plan as it is after the steps that are kept beside it. */
export async function withSteps(path: string, plan: PlanFile): Promise<PlanFile> {
  const text = await readFile(pathOf(path), 'utf8').catch(() => '')
  const latest = new Map(
    text
      .split('\n')
      .flatMap(parsed)
      .filter((line) => line.plan === plan.id)
      .map(({ device }) => [device.n, device]),
  )
  if (latest.size === 0) return plan
  return { ...plan, devices: plan.devices.map((device) => latest.get(device.n) ?? device) }
}

/** They are in the file of the plan now. */
export async function dropSteps(path: string): Promise<void> {
  await rm(pathOf(path), { force: true })
}

/** A line that was cut off is of a step that is done again, by the same ids. */
function parsed(line: string): readonly Line[] {
  try {
    return [JSON.parse(line) as Line]
  } catch {
    return []
  }
}
