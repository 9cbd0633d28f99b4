/** `/deviceManagement/tenantAssociatedDevices` (beta): device association. [observed: public scripts] */
import type { AssociatedDevice as WireAssociated } from 'taxiway-autopilot'
import { associatedDeviceType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { type Caller, nameOfCaller } from '../../core/access/caller.ts'
import {
  type AssociatedDevice,
  type AssociatedDeviceField,
  type AssociatedDevices,
  associateDevice,
  associatedDeviceFieldTypes,
} from '../../core/inventory/associated-device.ts'
import type { Stored } from '../../core/inventory/records.ts'
import { type Route, routesWith } from '../http/route.ts'
import { entityBody, type GraphVersion } from './entity-set.ts'
import { ofType } from './known-members.ts'
import { never } from './present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from './record-routes.ts'

const path = 'deviceManagement/tenantAssociatedDevices'

const linkRequest = z.object({
  deviceLink: z.string(),
  devicePreparationPolicyId: z.string().max(100).nullish(),
})

ofType(linkRequest, { type: 'the parameters of importTenantAssociatedDevice', ignored: [] })

export type AssociatedDeviceDeps = {
  readonly associated: AssociatedDevices
  readonly now: () => Date
}

const described: RecordSet<AssociatedDeviceDeps, AssociatedDevice, AssociatedDeviceField> = {
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
  present,
}
const set = recordSet(described)
const audit = { category: 'Enrollment', resource: 'TenantAssociatedDevice' } as const
const route = routesWith<AssociatedDeviceDeps>()

export function associatedDeviceRoutes(
  graph: GraphVersion,
): readonly Route<AssociatedDeviceDeps>[] {
  return [
    route({
      method: 'POST',
      path: `/${path.toLowerCase()}/importtenantassociateddevice`,
      permission: 'associated-devices.import',
      audit: { ...audit, action: 'importTenantAssociatedDevice' },
      body: linkRequest,
      async handle(input) {
        const { ports, caller, body } = input
        const row = await associateDevice(
          ports.associated,
          { tenantId: caller.tenantId, now: ports.now(), by: nameOf(caller) },
          { deviceLink: body.deviceLink, policyId: body.devicePreparationPolicyId ?? null },
        )
        return await entityBody(input, { set, graph, row })
      },
    }),
    ...recordRoutes(described, { permission: 'associated-devices.delete', audit }, graph),
  ]
}

/** Of a program, the service principal that stands for it in the tenant. */
function nameOf(caller: Caller): string {
  return caller.kind === 'application' ? caller.objectId : nameOfCaller(caller)
}

function present({ id, members }: Stored<AssociatedDevice>): WireAssociated {
  return {
    id,
    serialNumber: members.serialNumber,
    associationState: members.state,
    devicePreparationPolicyId: members.policyId,
    preassociatedByUserPrincipalName: members.associatedBy,
    assignedToUserPrincipalName: members.assignedTo,
    preassociationDateTime: members.preassociatedAt,
    associationDateTime: members.associatedAt ?? never,
    managedDeviceId: '00000000-0000-0000-0000-000000000000',
  }
}
