/** One device in depth: its hashes decoded and compared, its timeline, and why it has its profile. */

import type { Assignment, Page, TimelineEntry } from 'taxiway-autopilot/admin'
import { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import type { Access } from '../../../core/access/decide.ts'
import { reaches } from '../../../core/access/tag-scope.ts'
import { type Device, type Devices, findDevice } from '../../../core/devices/device.ts'
import type { DeviceHashes } from '../../../core/devices/device-hashes.ts'
import { type TimelineKind, type Timelines, timelineKinds } from '../../../core/devices/timeline.ts'
import type { Groups } from '../../../core/groups/group.ts'
import { ids } from '../../../core/id-kinds.ts'
import { currentReach } from '../../../core/jobs/undo-job.ts'
import type { ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import { explainAssignment } from '../../../core/profiles/explain-assignment.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { hashAnswer, presentHash } from './device-hash-contract.ts'

export type DeviceDetailDeps = {
  readonly access: Access
  readonly devices: Devices
  readonly deviceHashes: DeviceHashes
  readonly timelines: Timelines
  readonly plans: ProfilePlans
  readonly groups: Pick<Groups, 'find'>
}

const route = routesWith<DeviceDetailDeps>()

const hashesQuery = z.object({ raw: z.enum(['true', 'false']).default('false') })

const timelineQuery = z.object({
  kinds: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(timelineKinds)).min(1))
    .optional(),
  /** `next` of the previous page. */
  after: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const values = z.record(z.string(), z.string().nullable()).nullable()

const timelineAnswer = z.object({
  value: z.array(
    z.object({
      at: z.string(),
      kind: z.enum(timelineKinds),
      sentence: z.string(),
      actor: z.string().nullable(),
      before: values,
      after: values,
      link: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
}) satisfies z.ZodType<Page<TimelineEntry>>

const assignmentAnswer = z.object({
  profileId: z.string().nullable(),
  because: z
    .object({
      by: z.enum(['name', 'group', 'everyone']),
      group: z.string().nullable(),
      rule: z.string().nullable(),
      assignmentId: z.string(),
    })
    .nullable(),
  others: z.array(z.object({ profileId: z.string(), reason: z.string() })),
}) satisfies z.ZodType<Assignment>

export const deviceDetailRoutes: readonly Route<DeviceDetailDeps>[] = [
  route({
    method: 'GET',
    path: '/devices/:id/hashes',
    permission: 'hashes.read',
    audit: { category: 'Enrollment', resource: 'WindowsAutopilotDeviceIdentity', action: 'hashes' },
    summary:
      'The hashes that the device was accepted with, decoded and compared. Each reading is written to the audit trail.',
    query: hashesQuery,
    answer: z.object({ value: z.array(hashAnswer) }),
    handle: async ({ ports, caller, parameter, query }) => {
      const { tenantId } = caller
      const device = await findDevice(ports.devices, tenantId, parameter('id', ids.device))
      const hashes = await ports.deviceHashes.of(tenantId, device.id)
      const namesImports = await mayNameImports(ports, caller, device)
      const how = { raw: query.raw === 'true', namesImports }
      return { value: hashes.map((hash, i) => presentHash(hash, hashes[i + 1], how)) }
    },
  }),
  route({
    method: 'GET',
    path: '/devices/:id/timeline',
    permission: 'devices.read',
    summary: 'What happened to the device, the newest first.',
    query: timelineQuery,
    answer: timelineAnswer,
    handle: async ({ ports, caller, parameter, query }) => {
      const { tenantId } = caller
      const device = await findDevice(ports.devices, tenantId, parameter('id', ids.device))
      const entries = await ports.timelines.of(tenantId, device.id, {
        reach: currentReach(),
        namesImports: await mayNameImports(ports, caller, device),
        kinds: (query.kinds ?? timelineKinds) as readonly TimelineKind[],
        limit: query.limit,
        ...(query.after !== undefined && { before: new Date(query.after) }),
      })
      const value = entries.map(({ id: _, at, ...entry }) => ({ at: at.toISOString(), ...entry }))
      const next = entries.length === query.limit ? (value.at(-1)?.at ?? null) : null
      return { value, next }
    },
  }),
  route({
    method: 'GET',
    path: '/devices/:id/assignment',
    permission: 'devices.read',
    summary: 'Which profile the device has, because of what, and which others it would have had.',
    answer: assignmentAnswer,
    handle: async ({ ports, caller, parameter }) => {
      const { tenantId } = caller
      const device = await findDevice(ports.devices, tenantId, parameter('id', ids.device))
      const plan = await ports.plans.plan(tenantId)
      const groupIds = [...plan.groups.keys()]
      const ties = (await ports.plans.ties(tenantId, [device], groupIds)).get(device.id)
      const reason = explainAssignment(plan, device, ties ?? { groups: new Map(), given: null })
      return await presentAssignment(ports, caller, reason)
    },
  }),
]

/** Names of imports are for those who may read the import itself. */
async function mayNameImports(
  { access }: Pick<DeviceDetailDeps, 'access'>,
  caller: Caller,
  { groupTag }: Device,
): Promise<boolean> {
  const scope = await access.scopeOf(caller, 'imports.read')
  return scope !== undefined && reaches(scope, groupTag)
}

async function presentAssignment(
  { groups, access }: Pick<DeviceDetailDeps, 'groups' | 'access'>,
  caller: Caller,
  { profileId, by, groupId, others }: ReturnType<typeof explainAssignment>,
): Promise<z.input<typeof assignmentAnswer>> {
  const group =
    groupId !== null && (await access.hasWhole(caller, 'groups.read'))
      ? await groups.find(caller.tenantId, groupId)
      : undefined
  return {
    profileId,
    because:
      profileId === null || by === null
        ? null
        : {
            by,
            group: group?.displayName ?? null,
            rule: group?.rule ?? null,
            assignmentId: groupId === null ? `${profileId}_${by}` : `${profileId}_${groupId}`,
          },
    others: others.map((other) => ({ ...other })),
  }
}
