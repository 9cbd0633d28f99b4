/**
 * Many devices are deleted by one job of a Taxiway server, as the portal does it: what more than one person may do alone
 * is then one approval for all of them, and not one for each device. Microsoft's Graph gets a request for each.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { isMicrosoft } from 'taxiway-autopilot'
import type { Job, JobRequest, JobRow, Page } from 'taxiway-autopilot/admin'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { withHint } from '../graph/failures.ts'
import { hasAdmin } from '../graph/taxiway-only.ts'
import { type CarriedOut, type Outcome, outlook, untouched } from './change/carry-out.ts'
import type { Step } from './change/plan.ts'

const path = '/admin/v1/jobs'
/** In one job. */
const maxDevices = 5_000
/** Rows of a result in one request. */
const pageSize = 1_000

export type Deletion = {
  readonly release: boolean
  /** Seconds. */
  readonly timeout: number
}

export function deletedTogether(of: Deletion) {
  return async (graph: Graph, steps: readonly Step[]): Promise<CarriedOut | undefined> =>
    isMicrosoft(graph.origin) ? undefined : await inJobs(graph, steps, of)
}

async function inJobs(
  graph: Graph,
  steps: readonly Step[],
  of: Deletion,
): Promise<CarriedOut | undefined> {
  const all = steps.map(untouched)
  const open = [...steps.entries()].filter(([, step]) => outlook(step) === 'planned')
  for (let at = 0; at < open.length; at += maxDevices) {
    const some = open.slice(at, at + maxDevices)
    const part = await inOneJob(graph, some, { of, isFirst: at === 0 })
    if (part === undefined) return undefined
    for (const [i, outcome] of part.outcomes) all[i] = outcome
    if (part.halted !== undefined) return { outcomes: all, halted: part.halted }
  }
  return { outcomes: all }
}

type Numbered<Entry> = readonly (readonly [number, Entry])[]

type Part = { readonly outcomes: Numbered<Outcome>; readonly halted?: CliError }

/** Once something may have been deleted, what ends the run must not hide it: nor a job whose end nobody has seen. */
async function inOneJob(
  graph: Graph,
  some: Numbered<Step>,
  start: Start,
): Promise<Part | undefined> {
  let job: Job | undefined
  try {
    job = await started(graph, some, start)
    if (job === undefined) return undefined
    const ended = await untilEnded(graph, job, start.of.timeout)
    const rows = await rowsOf(graph, ended)
    return { outcomes: some.map(([i, step]) => [i, outcomeOf(step, ended, rows)]) }
  } catch (error) {
    const halted = withHint(error)
    if (!(halted instanceof CliError) || (start.isFirst && job === undefined)) throw error
    return { outcomes: job === undefined ? [] : some.map(unseenIn(job)), halted }
  }
}

function unseenIn({ id }: Job) {
  const message = `The server was asked to do it (job ${id}).`
  return ([i, step]: readonly [number, Step]) => [i, { step, status: 'accepted', message }] as const
}

type Start = { readonly of: Deletion; readonly isFirst: boolean }

/** Undefined: the server has no jobs. */
async function started(
  graph: Graph,
  some: Numbered<Step>,
  { of: { release }, isFirst }: Start,
): Promise<Job | undefined> {
  const ids = some.map(([, { device }]) => device?.id ?? '')
  const act = release ? ({ act: 'release' } as const) : {}
  const request: JobRequest = { kind: 'delete-devices', selection: { ids }, ...act }
  try {
    return await graph.post<Job>(path, JSON.stringify(request))
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    if (error.code === 'approval-required') throw toBeApproved(error)
    const isUnknown = isFirst && [400, 404].includes(error.status)
    if (isUnknown && !(await hasAdmin(graph.origin))) return undefined
    throw error
  }
}

function toBeApproved(error: GraphError): CliError {
  const [id = '<id>'] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(error.message) ?? []
  return new CliError(error.message, {
    exitCode: exitCodes.notPermitted,
    hint: `The second person sees and approves all of it with: taxiway approvals show ${id}, taxiway approvals approve ${id}. Then run the same command again.`,
    cause: error,
  })
}

async function untilEnded(graph: Graph, job: Job, timeoutSeconds: number): Promise<Job> {
  const until = performance.now() + timeoutSeconds * 1_000
  let now = job
  for (let pause = 50; isRunning(now); pause = Math.min(pause * 1.5, 1_000)) {
    if (performance.now() + pause > until) break
    await sleep(pause)
    now = await graph.get<Job>(`${path}/${job.id}`)
  }
  return now
}

function isRunning({ state }: Job): boolean {
  return state === 'ready' || state === 'running'
}

async function rowsOf(graph: Graph, { id }: Job): Promise<ReadonlyMap<string, JobRow>> {
  const rows = new Map<string, JobRow>()
  for (let after: string | null = '0'; after !== null; ) {
    const query = `?limit=${pageSize}&after=${encodeURIComponent(after)}`
    const page: Page<JobRow> = await graph.get<Page<JobRow>>(`${path}/${id}/rows${query}`)
    for (const row of page.value) rows.set(row.deviceId, row)
    after = page.next
  }
  return rows
}

function outcomeOf(step: Step, job: Job, rows: ReadonlyMap<string, JobRow>): Outcome {
  const row = rows.get(step.device?.id.toLowerCase() ?? '')
  const reason = row?.reason ?? null
  switch (row?.state) {
    case 'changed':
      return { step, status: 'done', message: reason }
    case 'missing':
      return { step, status: 'notFound', message: 'It was deleted meanwhile.' }
    case 'refused':
    case 'unchanged':
      return { step, status: 'error', message: reason ?? 'It was not deleted.' }
    default:
      return { step, status: isRunning(job) ? 'accepted' : 'notDone', message: laterOf(job) }
  }
}

function laterOf({ id, state }: Job): string {
  return state === 'cancelled'
    ? `The job ${id} was cancelled.`
    : `The server still works on it (job ${id}).`
}
