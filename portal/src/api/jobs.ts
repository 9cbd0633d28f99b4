/** Work that goes on in the server: bulk changes, deletions, exports. */
import { useQuery } from '@tanstack/react-query'
import type { Job, JobRequest, JobRow, Page } from 'taxiway-autopilot/admin'
import { ApiError } from './api-error.ts'
import { admin, ask, askForFile } from './ask.ts'
import { queryClient } from './query-client.ts'

/** How often running work is looked at, and how often when nothing runs. ms */
const often = 1_000
const seldom = 30_000

export const jobsKey = ['jobs'] as const
export const newestJobs = `${admin}/jobs?limit=50`

/** The newest. */
export function useJobs(enabled: boolean) {
  return useQuery({
    queryKey: jobsKey,
    queryFn: ({ signal }) => ask<Page<Job>>(newestJobs, { signal }),
    enabled,
    refetchInterval: ({ state }) => untilNextLook(state.data?.value),
  })
}

export function untilNextLook(jobs: readonly Job[] = []): number {
  return jobs.some(isRunning) ? often : seldom
}

export function isRunning({ state }: Job): boolean {
  return state === 'ready' || state === 'running'
}

/** Whatever shows what runs knows of it at once. */
export async function startJob(request: JobRequest): Promise<Job> {
  const job = await ask<Job>(`${admin}/jobs`, { method: 'POST', body: request })
  void queryClient.invalidateQueries({ queryKey: jobsKey })
  return job
}

/** Also of a job that still runs, which goes no further. False: it had changed nothing yet. */
export async function takeBack(id: string): Promise<boolean> {
  const job = await ask<Job>(`${admin}/jobs/${id}`)
  if (isRunning(job)) await actOnJob(id, 'cancel').catch(unlessOver)
  const { counts } = await ask<Job>(`${admin}/jobs/${id}`)
  if (counts.changed === 0) return false
  await actOnJob(id, 'undo')
  return true
}

function unlessOver(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 409) throw error
}

export async function jobRows(id: string, state?: string): Promise<Page<JobRow>> {
  const query = state === undefined ? '' : `?state=${state}`
  return ask<Page<JobRow>>(`${admin}/jobs/${id}/rows${query}`)
}

export async function actOnJob(id: string, act: 'cancel' | 'undo'): Promise<void> {
  await ask(`${admin}/jobs/${id}/${act}`, { method: 'POST', body: {} })
  await queryClient.invalidateQueries({ queryKey: jobsKey })
}

export function jobFile(id: string, format: 'csv' | 'jsonl'): Promise<Blob> {
  return askForFile(`${admin}/jobs/${id}/result?format=${format}`)
}

/** How many match now, where the server says that another number was expected. */
export function countThatMatches(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || error.status !== 409) return undefined
  const { current } = error
  if (typeof current === 'number') return current
  const found = /\d[\d,]*/.exec(error.message)?.[0].replaceAll(',', '')
  return found === undefined ? undefined : Number(found)
}
