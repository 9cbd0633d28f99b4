/** `/deviceManagement/tenantAssociatedDevices` (beta): device association. [observed: public scripts] */
import type { AssociatedDevice as WireDevice } from 'taxiway-autopilot'
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
import { readBody } from './body.ts'
import { entityBody, type GraphVersion } from './entity-set.ts'
import { never } from './present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from './record-routes.ts'
import type { Route } from './routes.ts'

const path = 'deviceManagement/tenantAssociatedDevices'

const linkRequest = z.object({
  deviceLink: z.string(),
  devicePreparationPolicyId: z.string().max(100).nullish(),
})

export type AssociatedDeviceDeps = {
  readonly associated: AssociatedDevices
  readonly now: () => Date
}

export function associatedDeviceRoutes(
  { associated: records, now }: AssociatedDeviceDeps,
  graph: GraphVersion,
): readonly Route[] {
  const described: RecordSet<AssociatedDevice, AssociatedDeviceField> = {
    path,
    type: associatedDeviceType,
    records,
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
  return [
    [
      'POST',
      `/${path.toLowerCase()}/importtenantassociateddevice`,
      'associated-devices.import',
      async (c, caller) => {
        const { tenantId } = caller
        const body = await readBody(c, linkRequest)
        const row = await associateDevice(
          records,
          { tenantId, now: now(), by: nameOf(caller) },
          { deviceLink: body.deviceLink, policyId: body.devicePreparationPolicyId ?? null },
        )
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
    ...recordRoutes(described, 'associated-devices.delete', graph),
  ]
}

/** Of a program, the service principal that stands for it in the tenant. */
function nameOf(caller: Caller): string {
  return caller.kind === 'application' ? caller.objectId : nameOfCaller(caller)
}

function present({ id, members }: Stored<AssociatedDevice>): WireDevice {
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
