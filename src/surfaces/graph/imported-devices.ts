/** `/deviceManagement/importedWindowsAutopilotDeviceIdentities`: imports and their receipts. */
import type { Context } from 'hono'
import { acceptImport } from '../../core/import/accept-import.ts'
import { hashBytesOf } from '../../core/import/hash-text.ts'
import {
  type ImportedDeviceField,
  type ImportedDevices,
  importNotFound,
  type Submission,
} from '../../core/import/imported-device.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import { type ImportedDeviceRequest, importedDeviceRequest, importRequest } from './contract.ts'
import type { Links } from './links.ts'
import { listAnswer, parseListRequest, selected } from './odata/list-request.ts'
import { presentImportedDevice } from './present.ts'
import { parameter, type Route } from './routes.ts'

const set = 'deviceManagement/importedWindowsAutopilotDeviceIdentities'
const base = `/${set.toLowerCase()}`

const fields: Readonly<Record<string, ImportedDeviceField>> = {
  id: 'id',
  importid: 'importId',
  serialnumber: 'serialNumber',
  productkey: 'productKey',
  grouptag: 'groupTag',
}

export type ImportedDeviceDeps = {
  readonly imports: ImportedDevices
  /** Told that there is something to decide. */
  readonly onImport: () => void
}

export function importedDeviceRoutes(
  { imports, onImport }: ImportedDeviceDeps,
  links: Links,
): readonly Route[] {
  async function accept(c: Context<RequestEnv>, requests: readonly ImportedDeviceRequest[]) {
    const accepted = await acceptImport(
      imports,
      c.get('caller').tenantId,
      requests.map(toSubmission),
    )
    onImport()
    return accepted.map(presentImportedDevice)
  }

  return [
    [
      'GET',
      base,
      'devices.read',
      async (c, { tenantId }) => {
        const { query, ...rest } = parseListRequest(new URL(c.req.url), fields)
        const rows = await imports.list(tenantId, query)
        return c.json(
          listAnswer(rows, presentImportedDevice, { envelope: links.list(c, set), ...rest }),
        )
      },
    ],
    [
      'POST',
      base,
      'devices.write',
      async (c) => {
        const [entity] = await accept(c, [await readBody(c, importedDeviceRequest)])
        return c.json({ '@odata.context': links.entity(c, set), ...entity }, 201)
      },
    ],
    [
      'POST',
      `${base}/import`,
      'devices.write',
      async (c) => {
        const body = await readBody(c, importRequest)
        const value = await accept(c, body.importedWindowsAutopilotDeviceIdentities)
        return c.json({ '@odata.context': links.list(c, set).context, value })
      },
    ],
    [
      'GET',
      `${base}/:id`,
      'devices.read',
      async (c, { tenantId }) => {
        const id = parameter(c, 'id')
        const device = await imports.find(tenantId, id)
        if (device === undefined) throw importNotFound(id)
        const { select } = parseListRequest(new URL(c.req.url), fields)
        const entity = selected(presentImportedDevice(device), select)
        return c.json({ '@odata.context': links.entity(c, set), ...entity })
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'devices.write',
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
