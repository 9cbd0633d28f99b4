/** First boots for administrators: rules, what happened and why, keys to confirm, names. */

import { causeOf } from 'taxiway-autopilot'
import type { z } from 'zod'
import { nameOfCaller } from '../../../core/access/caller.ts'
import { currentScope } from '../../../core/acting.ts'
import { checkNames } from '../../../core/deployment/check-names.ts'
import type {
  DeploymentEvent,
  DeploymentEvents,
} from '../../../core/deployment/deployment-event.ts'
import type { DeploymentPolicies } from '../../../core/deployment/deployment-policy.ts'
import type { DeviceKeys } from '../../../core/deployment/device-key.ts'
import { sentenceOf } from '../../../core/deployment/event-sentence.ts'
import { type Device, type Devices, findDevice } from '../../../core/devices/device.ts'
import type { DeviceHistories } from '../../../core/devices/history.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { ProfilePlans } from '../../../core/profiles/assignment-state.ts'
import { devicesOfProfile } from '../../../core/profiles/choose.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
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

export type DeploymentRouteDeps = {
  readonly policies: DeploymentPolicies
  readonly deviceKeys: DeviceKeys
  readonly deploymentEvents: DeploymentEvents
  readonly devices: Devices
  readonly histories: DeviceHistories
  readonly plans: ProfilePlans
}

const route = routesWith<DeploymentRouteDeps>()

const policyRoutes: readonly Route<DeploymentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/deployment-policy',
    permission: 'profiles.read',
    summary: 'What the tenant demands of devices before they get a profile.',
    answer: policyAnswer,
    handle: async ({ ports, caller }) => await ports.policies.find(caller.tenantId),
  }),
  route({
    method: 'PATCH',
    path: '/deployment-policy',
    permission: 'profiles.update',
    audit: { category: 'Enrollment', resource: 'DeploymentPolicy' },
    summary: 'Demands more of devices, or less.',
    body: policyRequest,
    answer: policyAnswer,
    handle: async ({ ports, caller, body }) => {
      const given = Object.entries(body).filter(([, value]) => value !== undefined)
      return await ports.policies.change(caller.tenantId, Object.fromEntries(given))
    },
  }),
]

const deviceRoutes: readonly Route<DeploymentRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/devices/:id/deployment',
    permission: 'devices.read',
    summary: 'What happened between the device and the service, newest first, with causes.',
    query: deploymentQuery,
    answer: deploymentAnswer,
    handle: async (input) => {
      const { ports, query, caller } = input
      const { tenantId } = caller
      const device = await named(input)
      const [history, keys, events] = await Promise.all([
        ports.histories.find(tenantId, device.id),
        ports.deviceKeys.list(tenantId, device.id),
        ports.deploymentEvents.list(tenantId, device.id, query),
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
    audit: {
      category: 'Enrollment',
      resource: 'WindowsAutopilotDeviceIdentity',
      action: 'decideKey',
    },
    summary: "Makes a TPM key that waits the device's own, or rejects it.",
    body: keyDecision,
    status: 204,
    handle: async (input) => {
      const { ports, caller, body, parameter } = input
      const device = await named(input)
      const holder = { tenantId: caller.tenantId, deviceId: device.id }
      const state = body.decision === 'bind' ? 'bound' : 'rejected'
      const decision = { state, by: nameOfCaller(caller) } as const
      const digest = parameter('digest', ids.deviceKey)
      if (!(await ports.deviceKeys.decide(holder, digest, decision)))
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
    handle: async ({ ports, caller, query }) => ({
      value: (
        await ports.deploymentEvents.failures(caller.tenantId, query.days, currentScope())
      ).map(({ code, devices, lastAt }) => ({
        code,
        devices,
        lastDateTime: lastAt.toISOString(),
        cause: causeOf(code) ?? null,
      })),
    }),
  }),
]

const nameRoutes: readonly Route<DeploymentRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/device-names/check',
    permission: 'devices.read',
    summary: 'Which devices a name template would give a name that Windows does not take.',
    body: namesRequest,
    answer: namesAnswer,
    handle: async ({ ports, caller: { tenantId }, body }) => {
      const { template, profileId } = body
      const filter = profileId && devicesOfProfile(await ports.plans.plan(tenantId), profileId)
      const found = await checkNames(
        ports.devices,
        { tenantId, filter: filter || undefined },
        template,
      )
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

export const deploymentRoutes = [...policyRoutes, ...deviceRoutes, ...nameRoutes]

/** The device in the path. */
function named({ ports, caller, parameter }: Input<DeploymentRouteDeps>): Promise<Device> {
  return findDevice(ports.devices, caller.tenantId, parameter('id', ids.device))
}

function presentEvent(event: DeploymentEvent) {
  const { id, at, kind, code, detail } = event
  const cause: z.input<typeof causeAnswer> | null = causeOf(code) ?? null
  return { id, at: at.toISOString(), kind, sentence: sentenceOf(event), code, detail, cause }
}
