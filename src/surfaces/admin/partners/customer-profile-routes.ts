/** A partner's profiles at a customer: made, given to devices that it added, taken away. */
import { ids } from '../../../core/id-kinds.ts'
import type { Batches } from '../../../core/partners/batch.ts'
import { givePolicies } from '../../../core/partners/give-policies.ts'
import {
  createPolicy,
  type PartnerPolicies,
  type PolicyDeps,
  removePolicy,
} from '../../../core/partners/policy.ts'
import { placeOf } from '../../../core/partners/submit-batch.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { listOf } from '../contract.ts'
import { type AtCustomerDeps, changingAt, readingAt } from './at-customer.ts'
import { givenAnswer, giveRequest, profileAnswer, profileRequest } from './customer-contract.ts'
import { presentPartnerProfile } from './present-partner.ts'

export type CustomerProfileDeps = AtCustomerDeps &
  Pick<PolicyDeps, 'profiles' | 'now'> & {
    readonly batches: Batches
    readonly partnerPolicies: PartnerPolicies
  }

const route = routesWith<CustomerProfileDeps>()
const path = '/partner/customers/:customer/profiles'
const permission = 'partner-policies.write'
const type = 'ConfigurationPolicy'
const audit = { category: 'Enrollment', resource: type } as const

export const customerProfileRoutes: readonly Route<CustomerProfileDeps>[] = [
  route({
    method: 'GET',
    path,
    permission,
    summary: 'Profiles that you made for a customer.',
    answer: listOf(profileAnswer),
    handle: readingAt(permission, async ({ ports, caller }) => {
      const own = await ports.partnerPolicies.list(placeOf(caller))
      return { value: own.map(presentPartnerProfile) }
    }),
  }),
  route({
    method: 'POST',
    path,
    permission,
    audit,
    summary: 'Make a profile for a customer.',
    body: profileRequest,
    status: 201,
    answer: profileAnswer,
    handle: changingAt(
      { permission, operation: 'Create', type },
      async ({ ports, caller, body: { displayName: name, ...body } }) => {
        const made = await createPolicy(depsOf(ports), placeOf(caller), { name, ...body })
        return { answer: presentPartnerProfile(made), resources: [{ id: made.profile.id, name }] }
      },
    ),
  }),
  route({
    method: 'DELETE',
    path: `${path}/:profile`,
    permission,
    audit,
    status: 204,
    summary: 'Delete a profile that no device has.',
    handle: changingAt(
      { permission, operation: 'Delete', type },
      async ({ ports, caller, parameter }) => {
        const id = parameter('profile', ids.profile)
        await removePolicy(depsOf(ports), placeOf(caller), id)
        return { answer: undefined, resources: [{ id }] }
      },
    ),
  }),
  route({
    method: 'POST',
    path: '/partner/customers/:customer/devices/give-profile',
    permission,
    audit: {
      category: 'Device',
      resource: 'WindowsAutopilotDeviceIdentity',
      action: 'giveProfile',
    },
    summary: 'Give a profile to devices that you added, or take it away.',
    body: giveRequest,
    answer: givenAnswer,
    handle: changingAt(
      { permission, operation: 'Patch', type: 'WindowsAutopilotDeviceIdentity' },
      async ({ ports, caller, body: { profileId, devices } }) => {
        const wanted = devices.map((device) => ({ device, policyId: profileId }))
        const deps = { ...depsOf(ports), batches: ports.batches }
        const rows = await givePolicies(deps, placeOf(caller), wanted)
        const changed = rows.flatMap(({ state, deviceId }) =>
          state === 'complete' && deviceId !== null ? [{ id: deviceId }] : [],
        )
        return {
          answer: { given: changed.length, failed: rows.length - changed.length },
          resources: changed,
        }
      },
    ),
  }),
]

function depsOf({ profiles, now, partnerPolicies: policies }: CustomerProfileDeps): PolicyDeps {
  return { profiles, now, policies }
}
