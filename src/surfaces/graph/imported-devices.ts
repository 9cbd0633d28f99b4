/** `/deviceManagement/importedWindowsAutopilotDeviceIdentities`: imports and their receipts. */

import type { Context } from 'hono'
import { importedDeviceType } from 'taxiway-autopilot/graph'
import { acceptImport } from '../../core/imports/accept-import.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import {
  type ImportedDevice,
  type ImportedDeviceField,
  type ImportedDevices,
  importNotFound,
  type Submission,
} from '../../core/imports/imported-device.ts'
import { importedDeviceFieldTypes } from '../../core/imports/imported-device-fields.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import { type ImportedDeviceRequest, importedDeviceRequest, importRequest } from './contract.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import type { Fidelity } from './fidelity.ts'
import { presentImportedDevice } from './present.ts'
import { parameter, type Route } from './routes.ts'
import { requireBinary } from './strict.ts'

const set = 'deviceManagement/importedWindowsAutopilotDeviceIdentities'
const base = `/${set.toLowerCase()}`

const fields: Readonly<Record<string, ImportedDeviceField>> = {
  id: 'id',
  importid: 'importId',
  serialnumber: 'serialNumber',
  productkey: 'productKey',
  grouptag: 'groupTag',
  assigneduserprincipalname: 'assignedUserPrincipalName',
  'state/deviceimportstatus': 'status',
}

function importedDeviceSet(
  imports: ImportedDevices,
): EntitySet<ImportedDevice, ImportedDeviceField> {
  return {
    path: set,
    type: importedDeviceType,
    read: 'imports.read',
    fields,
    types: importedDeviceFieldTypes,
    list: (tenantId, query) => imports.list(tenantId, query),
    async find(tenantId, id) {
      const device = await imports.find(tenantId, id)
      if (device === undefined) throw importNotFound(id)
      return device
    },
    present: async (rows) => rows.map(presentImportedDevice),
  }
}

export type ImportedDeviceDeps = {
  readonly imports: ImportedDevices
  /** Told that there is something to decide. */
  readonly onImport: () => void
  readonly fidelity: Fidelity
}

export function importedDeviceRoutes(
  { imports, onImport, fidelity }: ImportedDeviceDeps,
  graph: GraphVersion,
): readonly Route[] {
  async function accept(c: Context<RequestEnv>, requests: readonly ImportedDeviceRequest[]) {
    if (fidelity === 'strict')
      for (const { hardwareIdentifier } of requests) requireBinary(hardwareIdentifier)
    const accepted = await acceptImport(
      imports,
      c.get('caller').tenantId,
      requests.map(toSubmission),
    )
    onImport()
    return accepted.map(presentImportedDevice)
  }

  return [
    ...readRoutes(importedDeviceSet(imports), graph),
    [
      'POST',
      base,
      'devices.import',
      async (c) => {
        const [entity] = await accept(c, [await readBody(c, importedDeviceRequest)])
        return c.json(
          { '@odata.context': graph.links.context(c, `${set}/$entity`), ...entity },
          201,
        )
      },
    ],
    [
      'POST',
      `${base}/import`,
      'devices.import',
      async (c) => {
        const body = await readBody(c, importRequest)
        const value = await accept(c, body.importedWindowsAutopilotDeviceIdentities)
        return c.json({ '@odata.context': graph.links.context(c, set), value })
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'devices.import',
      async (c, { tenantId }) => {
        const id = parameter(c, 'id')
        if (!(await imports.remove(tenantId, id))) throw importNotFound(id)
        return c.body(null, 204)
      },
    ],
  ]
}

/** `orderIdentifier` is the tag where there is no other, and else the purchase order (clients.md R7). */
function toSubmission(request: ImportedDeviceRequest): Submission {
  const { groupTag, orderIdentifier, hardwareIdentifier, ...rest } = request
  return {
    ...rest,
    hardwareHash: hardwareIdentifier === null ? null : hashBytesOf(hardwareIdentifier),
    groupTag: groupTag ?? orderIdentifier,
    purchaseOrderIdentifier:
      groupTag !== null && orderIdentifier !== groupTag ? orderIdentifier : null,
  }
}
