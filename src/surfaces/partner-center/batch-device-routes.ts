/** Devices that a partner has added: a profile for one or many of them, and taking one away. */
import { maxDevicesOf } from 'taxiway-autopilot'
import type { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import { givePolicies } from '../../core/partners/give-policies.ts'
import { removeOwnDevice } from '../../core/partners/remove-device.ts'
import { placeOf } from '../../core/partners/submit-batch.ts'
import { newUuid } from '../../core/uuid.ts'
import { type Route, routesWith } from '../http/route.ts'
import { accepted, batches, batchId } from './batch-address.ts'
import { deviceChange, policyUpdates } from './contract.ts'
import { type PartnerCenterPorts, partnerOf } from './ports.ts'
import { presentDevice } from './present.ts'

const route = routesWith<PartnerCenterPorts>()

const device = { category: 'Device', resource: 'WindowsAutopilotDeviceIdentity' } as const

export const batchDeviceRoutes: readonly Route<PartnerCenterPorts>[] = [
  route({
    method: 'PUT',
    path: `${batches}/:batch/devices/:device`,
    permission: 'partner-policies.write',
    audit: device,
    body: deviceChange,
    handle: async ({ ports, caller, body, parameter }) => {
      const place = placeOf(partnerOf(caller))
      const named = { key: parameter('batch', batchId), devices: [parameter('device', ids.device)] }
      const [id] = named.devices
      const policyId = wantedPolicy(body.policies)
      if ((await ports.batches.own(place, named)).length === 0 || id === undefined)
        throw new DomainError('not-found', `There is no device '${id}' in this batch.`)
      if (policyId !== undefined) {
        const [row] = await givePolicies(ports, place, [{ device: id, policyId }])
        if (row?.state !== 'complete')
          throw new DomainError('not-found', `There is no policy '${policyId}'.`)
      }
      const [after] = await ports.batches.own(place, named)
      return after && presentDevice(after)
    },
  }),
  route({
    method: 'DELETE',
    path: `${batches}/:batch/devices/:device`,
    permission: 'partner-devices.remove',
    audit: device,
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      const named = { key: parameter('batch', batchId), id: parameter('device', ids.device) }
      await removeOwnDevice(ports, partnerOf(caller), named)
      return undefined
    },
  }),
  route({
    method: 'PATCH',
    path: '/customers/:customer/devicepolicyupdates',
    permission: 'partner-policies.write',
    audit: device,
    keyed: true,
    body: policyUpdates,
    handle: async ({ ports, caller, body }) => {
      const place = placeOf(partnerOf(caller))
      const maxDevices = maxDevicesOf('partnerCenter')
      if (body.devices.length === 0 || body.devices.length > maxDevices)
        throw new DomainError('request-invalid', `One request takes 1 to ${maxDevices} devices.`)
      const wanted = body.devices.map(({ id, serialnumber, policies }) => ({
        device: id ?? serialnumber ?? '',
        policyId: wantedPolicy(policies) ?? null,
      }))
      const job = { id: newUuid(), rows: await givePolicies(ports, place, wanted) }
      await ports.batches.keepPolicyJob(place, job)
      return accepted(place, job.id)
    },
  }),
]

/** Null: takes the policy away; undefined: leaves it as it is. */
function wantedPolicy(
  policies: z.output<typeof deviceChange>['policies'],
): string | null | undefined {
  return policies === undefined || policies.length === 0 ? undefined : (policies[0]?.value ?? null)
}
