/** Removal plans that a Taxiway server keeps and works on. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { RemovalPlan, RemovalPlanPage, RemovalRequest } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { isGuid } from '../graph/find-device.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { PlanOptions } from './plan-options.ts'

const path = '/admin/v1/removal-plans'

export async function planOnServer(
  graph: Graph,
  { names, options }: { readonly names: readonly string[]; readonly options: PlanOptions },
): Promise<RemovalPlan> {
  const { order, prepare, release, reason } = options
  const request: RemovalRequest = {
    select: {
      serialNumbers: names.filter((name) => !isGuid(name)),
      ids: names.filter(isGuid),
    },
    order,
    prepare,
    act: release === true ? 'release' : 'delete',
    ...(reason !== undefined && { reason }),
  }
  return await ofTaxiway(graph, () => graph.post<RemovalPlan>(path, JSON.stringify(request)))
}

export function readServerPlan(graph: Graph, id: string): Promise<RemovalPlan> {
  return ofTaxiway(graph, () => graph.get<RemovalPlan>(`${path}/${id}`))
}

export function listServerPlans(graph: Graph, cursor?: string): Promise<RemovalPlanPage> {
  const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
  return ofTaxiway(graph, () => graph.get<RemovalPlanPage>(`${path}${query}`))
}

export function actOnServerPlan(
  graph: Graph,
  id: string,
  act: 'run' | 'undo' | 'cancel',
): Promise<RemovalPlan> {
  return ofTaxiway(graph, () => graph.post<RemovalPlan>(`${path}/${id}/${act}`, '{}'))
}

/** The plan once the server has nothing more to do for it, or when time is up. */
export async function untilWorkedOn(
  graph: Graph,
  plan: RemovalPlan,
  timeoutSeconds: number,
): Promise<RemovalPlan> {
  const until = performance.now() + timeoutSeconds * 1_000
  let now = plan
  for (let pause = 50; isWorkedOn(now); pause = Math.min(pause * 1.5, 1_000)) {
    if (performance.now() + pause > until) break
    await sleep(pause)
    now = await readServerPlan(graph, plan.id)
  }
  return now
}

function isWorkedOn({ state }: RemovalPlan): boolean {
  return state === 'running' || state === 'undoing'
}
