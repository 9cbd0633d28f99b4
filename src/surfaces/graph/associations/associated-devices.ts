/** `/deviceManagement/tenantAssociatedDevices` (beta): device association. [observed: public scripts] */
import type { AssociatedDevice as WireAssociated } from 'taxiway-autopilot'
import { associatedDeviceType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import {
  type AssociatedDevice,
  type AssociatedDeviceField,
  type AssociationDeps,
  associatedDeviceFieldTypes,
  nameOfAssociator,
} from '../../../core/associations/associated-device.ts'
import { importLink, linkSentences } from '../../../core/associations/import-link.ts'
import { removeAssociation } from '../../../core/associations/remove-association.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { Stored } from '../../../core/inventory/records.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { never } from '../present-time.ts'
import { recordSet } from '../record-routes.ts'

const path = 'deviceManagement/tenantAssociatedDevices'
const base = `/${path.toLowerCase()}`

const linkRequest = z.object({
  deviceLink: z.string(),
  devicePreparationPolicyId: z.string().max(100).nullish(),
})

ofType(linkRequest, { type: 'the parameters of importTenantAssociatedDevice', ignored: [] })

export type AssociatedDeviceDeps = AssociationDeps

const set = recordSet<AssociatedDeviceDeps, AssociatedDevice, AssociatedDeviceField>({
  path,
  type: associatedDeviceType,
  records: ({ associated }) => associated,
  read: 'associated-devices.read',
  fields: {
    id: 'id',
    serialnumber: 'serialNumber',
    associationstate: 'state',
    devicepreparationpolicyid: 'policyId',
    preassociationdatetime: 'preassociatedAt',
    associationdatetime: 'associatedAt',
  },
  types: associatedDeviceFieldTypes,
  unsetDates: ['associatedAt'],
  present,
})
const audit = { category: 'Enrollment', resource: 'TenantAssociatedDevice' } as const
const route = routesWith<AssociatedDeviceDeps>()

export function associatedDeviceRoutes(
  graph: GraphVersion,
): readonly Route<AssociatedDeviceDeps>[] {
  return [
    route({
      method: 'POST',
      path: `${base}/importtenantassociateddevice`,
      permission: 'associated-devices.import',
      audit: { ...audit, action: 'importTenantAssociatedDevice' },
      body: linkRequest,
      async handle(input) {
        const { ports, caller, body } = input
        const { outcome, record } = await importLink(
          ports,
          { tenantId: caller.tenantId, by: nameOfAssociator(caller) },
          { deviceLink: body.deviceLink, policyId: body.devicePreparationPolicyId ?? null },
        )
        const isDone = outcome === 'preassociated' || outcome === 'updated'
        if (!isDone || record === undefined)
          throw new DomainError('conflict', linkSentences[outcome])
        return await entityBody(input, { set, graph, row: record })
      },
    }),
    ...readRoutes(set, graph),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission: 'associated-devices.delete',
      audit,
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        removeAssociation(ports, {
          tenantId: caller.tenantId,
          id: parameter('id', ids.record),
        }),
    }),
  ]
}

const nothing = '00000000-0000-0000-0000-000000000000'

function present({ id, members }: Stored<AssociatedDevice>): WireAssociated {
  return {
    id,
    serialNumber: members.serialNumber,
    associationState: members.state,
    devicePreparationPolicyId: members.policyId ?? nothing,
    preassociatedByUserPrincipalName: members.associatedBy,
    assignedToUserPrincipalName: members.assignedTo,
    preassociationDateTime: members.preassociatedAt,
    associationDateTime: members.associatedAt ?? never,
    managedDeviceId: members.managedDeviceId ?? nothing,
  }
}
