/** Removal plans: made, looked at, changed, run, cancelled and undone. */
import type { Access } from '../../../core/access/decide.ts'
import { ids } from '../../../core/id-kinds.ts'
import {
  changeSelection,
  findPlan,
  makePlan,
  type PlanDeps,
} from '../../../core/removal-plans/make-plan.ts'
import type { RemovalPlan } from '../../../core/removal-plans/removal-plan.ts'
import { cancelPlan, runPlan, undoPlan } from '../../../core/removal-plans/start-plan.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import {
  exportPlan,
  presentPlan,
  presentPlanHead,
  type ReadableParts,
} from './present-removal-plan.ts'
import {
  planAnswer,
  planChange,
  planExport,
  planPage,
  planQuery,
  planRequest,
} from './removal-plan-contract.ts'

export type RemovalPlanRouteDeps = PlanDeps & {
  readonly access: Pick<Access, 'hasWhole'>
  /** There may be work. */
  readonly onJob: () => void
}

type RouteInput = Input<RemovalPlanRouteDeps>

const route = routesWith<RemovalPlanRouteDeps>()
const audit = { category: 'Enrollment', resource: 'RemovalPlan' } as const

async function shown({ ports, caller }: RouteInput, plan: RemovalPlan) {
  const devices = await ports.removalPlans.devices(caller.tenantId, plan.id)
  return presentPlan(plan, { devices, now: ports.now() })
}

async function answered(input: RouteInput, plan: RemovalPlan, status: 200 | 201 | 202) {
  const headers = { etag: versionOf(plan) }
  return Response.json(await shown(input, plan), { status, headers })
}

function versionOf({ version, state }: RemovalPlan): string {
  return `"${version}-${state}"`
}

function named({ ports, caller, parameter }: RouteInput, hold = false) {
  const id = parameter('id', ids.removalPlan)
  return findPlan(ports.removalPlans, caller.tenantId, { id, hold })
}

async function readableBy({ ports: { access }, caller }: RouteInput): Promise<ReadableParts> {
  return {
    registration: await access.hasWhole(caller, 'devices.read'),
    managedDevice: await access.hasWhole(caller, 'managed-devices.read'),
    directoryDevice: await access.hasWhole(caller, 'directory-devices.read'),
  }
}

const readingRoutes: readonly Route<RemovalPlanRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/removal-plans',
    permission: 'removals.read',
    summary: 'Removal plans, newest first, without their devices.',
    query: planQuery,
    answer: planPage,
    handle: async ({ ports, caller, query: { cursor, limit } }) => {
      const wanted = { after: cursor, limit: limit + 1 }
      const found = await ports.removalPlans.list(caller.tenantId, wanted)
      const value = found.slice(0, limit).map((each) => presentPlanHead(each, ports.now()))
      const next = found.length > limit ? value.at(-1)?.id : undefined
      return { value, ...(next !== undefined && { next }) }
    },
  }),
  route({
    method: 'GET',
    path: '/removal-plans/:id',
    permission: 'removals.read',
    summary: 'One plan: what is done to each device, by what it was recognized, and how it ended.',
    version: async (input) => versionOf(await named(input, true)),
    answer: planAnswer,
    handle: async (input) => answered(input, await named(input), 200),
  }),
  route({
    method: 'GET',
    path: '/removal-plans/:id/export',
    permission: 'removals.read',
    summary:
      'The plan as a file, with what was archived of each device before its first step, as far as the caller may read such things. The command line runs it against any tenant.',
    answer: planExport,
    handle: async (input) => {
      const plan = await named(input)
      const devices = await input.ports.removalPlans.devices(input.caller.tenantId, plan.id)
      return exportPlan(plan, {
        devices,
        now: input.ports.now(),
        readable: await readableBy(input),
      })
    },
  }),
]

const makingRoutes: readonly Route<RemovalPlanRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/removal-plans',
    permission: 'removals.plan',
    audit,
    summary:
      'Plan to remove devices. Nothing happens to them: each is recognized by at least two ids, or the plan is ambiguous.',
    body: planRequest,
    status: 201,
    answer: planAnswer,
    handle: async (input) => {
      const { act, reason, ...rest } = input.body
      const plan = await makePlan(input.ports, input.caller, {
        ...rest,
        act: act === 'release' ? 'release' : 'reserve',
        reason: reason ?? null,
      })
      return await answered(input, plan, 201)
    },
  }),
  route({
    method: 'PATCH',
    path: '/removal-plans/:id',
    permission: 'removals.plan',
    audit,
    summary:
      'Choose other devices before the plan is run; an approval that it waits for is void then.',
    body: planChange,
    answer: planAnswer,
    handle: async (input) => {
      const change = { id: input.parameter('id', ids.removalPlan), select: input.body.select }
      return await answered(input, await changeSelection(input.ports, input.caller, change), 200)
    },
  }),
]

const runningRoutes: readonly Route<RemovalPlanRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/removal-plans/:id/run',
    permission: 'removals.run',
    audit: { ...audit, action: 'run' },
    summary:
      'Run the plan, or, above the limit, ask a second person: once that one approves, it runs by itself.',
    delayed: planAnswer,
    handle: async (input) => {
      const id = input.parameter('id', ids.removalPlan)
      const plan = await runPlan(input.ports, input.caller, id)
      input.ports.onJob()
      return await answered(input, plan, 202)
    },
  }),
  route({
    method: 'POST',
    path: '/removal-plans/:id/cancel',
    permission: 'removals.run',
    audit: { ...audit, action: 'cancel' },
    summary: 'End the plan. What it has done stays, and can be undone.',
    answer: planAnswer,
    handle: async (input) => {
      const id = input.parameter('id', ids.removalPlan)
      return await answered(input, await cancelPlan(input.ports, input.caller, id), 200)
    },
  }),
  route({
    method: 'POST',
    path: '/removal-plans/:id/undo',
    permission: 'removals.run',
    audit: { ...audit, action: 'undo' },
    summary:
      'Register the removed devices again, exactly as they were. What does not come back is named.',
    delayed: planAnswer,
    handle: async (input) => {
      const id = input.parameter('id', ids.removalPlan)
      const plan = await undoPlan(input.ports, input.caller, id)
      input.ports.onJob()
      return await answered(input, plan, 202)
    },
  }),
]

export const removalPlanRoutes: readonly Route<RemovalPlanRouteDeps>[] = [
  ...readingRoutes,
  ...makingRoutes,
  ...runningRoutes,
]
