/** Configuration policies: the profiles of the partner channel. */
import type { z } from 'zod'
import { ids } from '../../core/id-kinds.ts'
import {
  changePolicy,
  createPolicy,
  findPolicy,
  type PolicySetting,
  removePolicy,
} from '../../core/partners/policy.ts'
import { placeOf } from '../../core/partners/submit-batch.ts'
import { type Route, routesWith } from '../http/route.ts'
import { policyRequest } from './contract.ts'
import { type PartnerCenterPorts, partnerOf } from './ports.ts'
import { collection, presentPolicy } from './present.ts'

const route = routesWith<PartnerCenterPorts>()
const audit = { category: 'Enrollment', resource: 'ConfigurationPolicy' } as const
const permission = 'partner-policies.write'
const path = '/customers/:customer/policies'

export const policyRoutes: readonly Route<PartnerCenterPorts>[] = [
  route({
    method: 'GET',
    path,
    permission,
    handle: async ({ ports, caller }) =>
      collection((await ports.policies.list(placeOf(partnerOf(caller)))).map(presentPolicy)),
  }),
  route({
    method: 'POST',
    path,
    permission,
    audit,
    body: policyRequest,
    handle: async ({ ports, caller, body }) =>
      presentPolicy(await createPolicy(ports, placeOf(partnerOf(caller)), textOf(body))),
  }),
  route({
    method: 'GET',
    path: `${path}/:policy`,
    permission,
    handle: async ({ ports, caller, parameter }) =>
      presentPolicy(
        await findPolicy(ports, placeOf(partnerOf(caller)), parameter('policy', ids.profile)),
      ),
  }),
  route({
    method: 'PUT',
    path: `${path}/:policy`,
    permission,
    audit,
    body: policyRequest,
    handle: async ({ ports, caller, body, parameter }) => {
      const change = { ...textOf(body), id: parameter('policy', ids.profile) }
      return presentPolicy(await changePolicy(ports, placeOf(partnerOf(caller)), change))
    },
  }),
  route({
    method: 'DELETE',
    path: `${path}/:policy`,
    permission,
    audit,
    status: 204,
    handle: async ({ ports, caller, parameter }) => {
      await removePolicy(ports, placeOf(partnerOf(caller)), parameter('policy', ids.profile))
      return undefined
    },
  }),
]

function textOf({ name, description, policysettings }: z.output<typeof policyRequest>) {
  const settings = policysettings.filter((each): each is PolicySetting => each !== 'none')
  return { name, description, settings: [...new Set(settings)] }
}
