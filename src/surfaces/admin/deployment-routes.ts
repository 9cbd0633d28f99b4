/** First boot for those who look after devices: rules, what happened and why, keys to confirm, names. */
import type { z } from 'zod'
import { nameOfCaller } from '../../core/access/caller.ts'
import { causeOf } from '../../core/deployment/cause.ts'
import { checkNames } from '../../core/deployment/check-names.ts'
import type { DeploymentEvent, DeploymentEvents } from '../../core/deployment/deployment-event.ts'
import type { DeploymentPolicies } from '../../core/deployment/deployment-policy.ts'
import type { DeviceKeys } from '../../core/deployment/device-key.ts'
import { sentenceOf } from '../../core/deployment/event-sentence.ts'
import { type Device, type Devices, deviceNotFound, findDevice } from '../../core/devices/device.ts'
import type { DeviceHistories } from '../../core/devices/history.ts'
import { DomainError } from '../../core/errors.ts'
import { type DeviceId, parseUuid, type TenantId } from '../../core/ids.ts'
import type { ProfilePlans } from '../../core/profiles/assignment-state.ts'
import { devicesOfProfile } from '../../core/profiles/choose.ts'
import {
  type causeAnswer,
  deploymentAnswer,
  deploymentQuery,
  failuresAnswer,
  failuresQuery,
  keyDecision,
  namesAnswer,
  namesRequest,
  policyAnswer,
  policyRequest,
} from './deployment-contract.ts'
import { type AdminRoute, route } from './routes.ts'

export type DeploymentRouteDeps = {
  readonly policies: DeploymentPolicies
  readonly deviceKeys: DeviceKeys
  readonly deploymentEvents: DeploymentEvents
  readonly devices: Devices
  readonly histories: DeviceHistories
  readonly plans: ProfilePlans
}

export function deploymentRoutes(deps: DeploymentRouteDeps): readonly AdminRoute[] {
  return [...policyRoutes(deps), ...deviceRoutes(deps), ...nameRoutes(deps)]
}

function policyRoutes({ policies }: DeploymentRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/deployment-policy',
      permission: 'profiles.read',
      summary: 'What the tenant demands of devices before they get a profile.',
      answer: policyAnswer,
      handle: async ({ caller }) => await policies.find(caller.tenantId),
    }),
    route({
      method: 'PATCH',
      path: '/deployment-policy',
      permission: 'profiles.update',
      summary: 'Demands more of devices, or less.',
      body: policyRequest,
      answer: policyAnswer,
      handle: async ({ caller, body }) => {
        const given = Object.entries(body).filter(([, value]) => value !== undefined)
        return await policies.change(caller.tenantId, Object.fromEntries(given))
      },
    }),
  ]
}

function deviceRoutes(deps: DeploymentRouteDeps): readonly AdminRoute[] {
  const { deviceKeys, deploymentEvents } = deps
  return [
    route({
      method: 'GET',
      path: '/devices/:id/deployment',
      permission: 'devices.read',
      summary: 'What happened between the device and the service, newest first, with causes.',
      query: deploymentQuery,
      answer: deploymentAnswer,
      handle: async ({ caller: { tenantId }, query, parameter }) => {
        const device = await named(deps, tenantId, parameter('id'))
        const [history, keys, events] = await Promise.all([
          deps.histories.find(tenantId, device.id),
          deviceKeys.list(tenantId, device.id),
          deploymentEvents.list(tenantId, device.id, query),
        ])
        return {
          claimLevel: history?.claimLevel ?? 0,
          provisionalUntilDateTime: history?.provisionalUntil?.toISOString() ?? null,
          enrollmentState: device.enrollmentState,
          lastContactedDateTime: device.lastContactedAt?.toISOString() ?? null,
          keys: keys.map(({ proposedAt, decidedAt, ...key }) => ({
            ...key,
            proposedDateTime: proposedAt.toISOString(),
            decidedDateTime: decidedAt?.toISOString() ?? null,
          })),
          events: events.map(presentEvent),
          next: events.length === query.limit ? (events.at(-1)?.id ?? null) : null,
        }
      },
    }),
    route({
      method: 'POST',
      path: '/devices/:id/keys/:digest/decide',
      permission: 'devices.update',
      summary: "Makes a TPM key that waits the device's own, or rejects it.",
      body: keyDecision,
      status: 204,
      handle: async ({ caller, body, parameter }) => {
        const device = await named(deps, caller.tenantId, parameter('id'))
        const holder = { tenantId: caller.tenantId, deviceId: device.id }
        const state = body.decision === 'bind' ? 'bound' : 'rejected'
        const digest = parameter('digest').toLowerCase()
        const decision = { state, by: nameOfCaller(caller) } as const
        const isKey = /^[0-9a-f]{64}$/.test(digest)
        if (!isKey || !(await deviceKeys.decide(holder, digest, decision)))
          throw new DomainError('not-found', 'No such TPM key of the device waits for a decision.')
        return undefined
      },
    }),
    route({
      method: 'GET',
      path: '/deployment-failures',
      permission: 'devices.read',
      summary: 'Why devices got no profile or did not come to their desktop, by cause.',
      query: failuresQuery,
      answer: failuresAnswer,
      handle: async ({ caller, query }) => ({
        value: (await deploymentEvents.failures(caller.tenantId, query.days)).map(
          ({ code, devices, lastAt }) => ({
            code,
            devices,
            lastDateTime: lastAt.toISOString(),
            cause: causeOf(code) ?? null,
          }),
        ),
      }),
    }),
  ]
}

function nameRoutes({ devices, plans }: DeploymentRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'POST',
      path: '/device-names/check',
      permission: 'devices.read',
      summary: 'Which devices a name template would give a name that Windows does not take.',
      body: namesRequest,
      answer: namesAnswer,
      handle: async ({ caller: { tenantId }, body }) => {
        const { template, profileId } = body
        const filter = profileId && devicesOfProfile(await plans.plan(tenantId), profileId)
        const found = await checkNames(devices, { tenantId, filter: filter || undefined }, template)
        return {
          ...found,
          faults: found.faults.map(({ device, name, fault }) => ({
            deviceId: device.id,
            serialNumber: device.serialNumber,
            name,
            fault,
          })),
        }
      },
    }),
  ]
}

async function named(
  { devices }: DeploymentRouteDeps,
  tenantId: TenantId,
  text: string,
): Promise<Device> {
  const id = parseUuid(text) as DeviceId | undefined
  if (id === undefined) throw deviceNotFound(text)
  return await findDevice(devices, tenantId, id)
}

function presentEvent(event: DeploymentEvent) {
  const { id, at, kind, code, detail } = event
  const cause: z.input<typeof causeAnswer> | null = causeOf(code) ?? null
  return { id, at: at.toISOString(), kind, sentence: sentenceOf(event), code, detail, cause }
}
