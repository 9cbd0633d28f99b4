/** The claim at a vendor: submitted, and what the vendor says about it. */
import { ids } from '../../../core/id-kinds.ts'
import { noteVendorStatus, submitRepair } from '../../../core/repairs/vendor-claim.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { repairAnswer } from './repair-answers.ts'
import { submitRequest, vendorRequest } from './repair-contract.ts'
import { presentedBy, type RepairRouteDeps } from './repair-ports.ts'

const route = routesWith<RepairRouteDeps>()
const audit = { category: 'Device', resource: 'RepairCase' } as const

export const claimRoutes: readonly Route<RepairRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/repair-cases/:id/submit',
    permission: 'repairs.write',
    audit: { ...audit, action: 'submit' },
    summary: 'It was submitted to a vendor, with up to four parts and a note.',
    body: submitRequest,
    answer: repairAnswer,
    handle: async ({
      ports,
      caller,
      parameter,
      body: { vendor: name, vendorReference: reference, ...claim },
    }) => {
      const id = parameter('id', ids.repairCase)
      const submitted = await submitRepair(ports, caller, { id, name, reference, ...claim })
      ports.onEvent()
      return presentedBy(ports)(submitted)
    },
  }),
  route({
    method: 'POST',
    path: '/repair-cases/:id/vendor-status',
    permission: 'repairs.write',
    audit: { ...audit, action: 'vendorStatus' },
    summary: 'What the vendor says; a claim that was denied more than three times is void.',
    body: vendorRequest,
    answer: repairAnswer,
    handle: async ({ ports, caller, parameter, body }) => {
      const id = parameter('id', ids.repairCase)
      const noted = await noteVendorStatus(ports, caller, { id, ...body })
      ports.onEvent()
      return presentedBy(ports)(noted)
    },
  }),
]
