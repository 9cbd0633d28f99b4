/** Shapes of removal plans. */
import { removalOrderNames, removalSteps, removalWarnings } from 'taxiway-autopilot'
import type {
  RemovalPlanExport,
  RemovalPlanHead,
  RemovalPlanPage,
  RemovalRequest,
  RemovalSelection,
  RemovalDevice as WireDevice,
  RemovalPlan as WirePlan,
} from 'taxiway-autopilot/admin'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import { maxPlanDevices } from '../../../core/removal-plans/removal-plan.ts'
import { idShape } from '../../http/id-shape.ts'

const selection = z.strictObject({
  /** Exactly as stored. */
  serialNumbers: z.array(z.string().min(1).max(256)).max(maxPlanDevices).default([]),
  /** Of registrations. */
  ids: z.array(idShape(ids.device)).max(maxPlanDevices).default([]),
}) satisfies z.ZodType<RemovalSelection>

export const planRequest = z.strictObject({
  select: selection,
  order: z.enum(removalOrderNames).default('intune-autopilot'),
  act: z.enum(['delete', 'release']).default('delete'),
  prepare: z.enum(['none', 'retire', 'wipe']).default('none'),
  reason: z.string().trim().min(1).max(1_000).optional(),
}) satisfies z.ZodType<RemovalRequest>

export const planChange = z.strictObject({ select: selection })

export const planQuery = z.object({
  cursor: idShape(ids.removalPlan).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const grade = z.enum(['documented', 'observed', 'inferred'])
const register = z.enum(['autopilot', 'managedDevice', 'directoryDevice'])
const agreeing = z.array(
  z.enum(['autopilotId', 'serialNumber', 'managedDeviceId', 'azureAdDeviceId']),
)
const presence = z.enum(['absent', 'present', 'unknown'])
const deviceStates = ['pending', 'running', 'done', 'failed', 'blocked', 'skipped'] as const
const namesOf = <T extends object>(of: T) => Object.keys(of) as (keyof T & string)[]

const warning = z.object({
  code: z.enum(namesOf(removalWarnings)),
  message: z.string(),
  source: z.string(),
  grade,
})

const device = z.object({
  n: z.number(),
  serialNumber: z.string(),
  id: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  groupTag: z.string().nullable(),
  managedDeviceId: z.string().nullable(),
  directoryObjectId: z.string().nullable(),
  state: z.enum(deviceStates),
  reason: z.string().nullable(),
  match: z.object({
    certainty: z.enum(['exact', 'ambiguous', 'absent', 'unknown']),
    by: agreeing,
    candidates: z.array(z.object({ register, id: z.string(), by: agreeing })),
  }),
  join: z.enum(['notJoined', 'entraJoined', 'hybridJoined']),
  warnings: z.array(warning),
  steps: z.array(
    z.object({
      n: z.number(),
      what: z.enum(namesOf(removalSteps)),
      title: z.string(),
      state: z.enum(['pending', 'running', 'done', 'skipped', 'failed', 'blocked']),
      byHand: z.boolean(),
      source: z.string(),
      grade,
      at: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
  verified: z
    .object({
      autopilot: presence,
      managedDevice: presence,
      directoryDevice: presence,
      at: z.string(),
    })
    .nullable(),
  undoUntil: z.string().nullable(),
  restored: z.array(register),
  notRestorable: z.array(register),
  lost: z.string().nullable(),
}) satisfies z.ZodType<WireDevice>

const head = z.object({
  id: z.string(),
  state: z.enum([
    ...(['ready', 'ambiguous', 'awaitingApproval', 'running', 'done'] as const),
    ...(['partial', 'cancelled', 'undoing', 'undone'] as const),
  ]),
  order: z.enum(removalOrderNames),
  act: z.enum(['delete', 'release']),
  prepare: z.enum(['none', 'retire', 'wipe']),
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdDateTime: z.string(),
  startedDateTime: z.string().nullable(),
  endedDateTime: z.string().nullable(),
  undoUntil: z.string().nullable(),
  approvalId: z.string().nullable(),
  counts: z.record(z.enum(['all', ...deviceStates]), z.number()),
}) satisfies z.ZodType<RemovalPlanHead>

export const planAnswer = head.extend({
  orderFrom: z.object({
    title: z.string(),
    source: z.string(),
    grade,
    disagreement: z.string().nullable(),
  }),
  warnings: z.array(warning),
  devices: z.array(device),
}) satisfies z.ZodType<WirePlan>

const json = z.record(z.string(), z.unknown())

export const planExport = planAnswer.extend({
  devices: z.array(
    device.extend({
      archive: z
        .object({
          registration: json,
          managedDevice: json.nullable(),
          directoryDevice: json.nullable(),
        })
        .nullable(),
    }),
  ),
}) satisfies z.ZodType<RemovalPlanExport>

export const planPage = z.object({
  value: z.array(head),
  next: z.string().optional(),
}) satisfies z.ZodType<RemovalPlanPage>
