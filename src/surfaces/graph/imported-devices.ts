/** `/deviceManagement/importedWindowsAutopilotDeviceIdentities`: imports and their receipts. */

import { importedDeviceType } from 'taxiway-autopilot/graph'
import {
  type AssignedUserDeps,
  checkAssignedUser,
  warningOf,
} from '../../core/devices/assigned-user.ts'
import type { TenantId } from '../../core/ids.ts'
import { ids, type ReceiptId } from '../../core/ids.ts'
import { acceptImport } from '../../core/imports/accept-import.ts'
import { withUsersChecked } from '../../core/imports/checked-users.ts'
import { hashBytesOf } from '../../core/imports/hash-text.ts'
import {
  type ImportedDevice,
  type ImportedDeviceField,
  type ImportedDevices,
  importNotFound,
  type Submission,
} from '../../core/imports/imported-device.ts'
import { importedDeviceFieldTypes } from '../../core/imports/imported-device-fields.ts'
import { type Input, type Route, routesWith } from '../http/route.ts'
import { type ImportedDeviceRequest, importedDeviceRequest, importRequest } from './contract.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import type { Fidelity } from './fidelity.ts'
import { annotationsOf, plainTexts } from './plain-texts.ts'
import { presentImportedDevice } from './present.ts'
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
  'state/deviceerrorcode': 'errorCode',
  'state/deviceerrorname': 'errorName',
  'state/deviceregistrationid': 'deviceId',
  // Not in Microsoft's service, which reports no times for receipts.
  createddatetime: 'submittedAt',
  decideddatetime: 'decidedAt',
}

export type ImportedDeviceDeps = AssignedUserDeps & {
  readonly imports: ImportedDevices
  /** Called when there is something to decide. */
  readonly onImport: () => void
  readonly fidelity: Fidelity
}

const importedDeviceSet: EntitySet<
  ImportedDeviceDeps,
  ImportedDevice,
  ImportedDeviceField,
  ReceiptId
> = {
  path: set,
  type: importedDeviceType,
  id: ids.receipt,
  read: 'imports.read',
  fields,
  types: importedDeviceFieldTypes,
  rows: (ports) => ({
    list: (tenantId, query) => ports.imports.list(tenantId, query),
    async find(tenantId, id) {
      const device = await ports.imports.find(tenantId, id)
      if (device === undefined) throw importNotFound(id)
      return device
    },
    present: (rows, tenantId) => presented(ports, rows, { tenantId }),
  }),
}

const audit = {
  category: 'Enrollment',
  resource: 'ImportedWindowsAutopilotDeviceIdentity',
} as const
const route = routesWith<ImportedDeviceDeps>()

async function accept(
  { ports, caller }: Input<ImportedDeviceDeps>,
  requests: readonly ImportedDeviceRequest[],
) {
  const { imports, fidelity, onImport } = ports
  if (fidelity === 'strict')
    for (const { hardwareIdentifier } of requests) requireBinary(hardwareIdentifier)
  const plain = requests.map((each) => plainTexts(each, fidelity))
  const given = plain.map(({ texts }) => toSubmission(texts))
  const submissions = await checkedSubmissions(ports, caller.tenantId, given)
  const accepted = await acceptImport(imports, caller.tenantId, submissions)
  onImport()
  const rows = await presented(ports, accepted, { tenantId: caller.tenantId, isNew: true })
  return rows.map((row, n) => ({ ...row, ...annotationsOf(plain[n]?.rewritten ?? {}) }))
}

/** An invalid user refuses the row or, in strict fidelity, the whole request, as documented. */
async function checkedSubmissions(
  ports: ImportedDeviceDeps,
  tenantId: TenantId,
  submissions: readonly Submission[],
): Promise<readonly Submission[]> {
  if (ports.fidelity !== 'strict')
    return await withUsersChecked(ports.assignedUsers, tenantId, submissions)
  const users = new Set(submissions.map((each) => each.assignedUserPrincipalName))
  for (const user of users) await checkAssignedUser(ports, tenantId, user)
  return submissions
}

/** Lenient answers say in annotations what the service has no words for; clients pass over what they do not know. */
async function presented(
  { assignedUsers, fidelity }: ImportedDeviceDeps,
  rows: readonly ImportedDevice[],
  { tenantId, isNew = false }: { readonly tenantId: TenantId; readonly isNew?: boolean },
): Promise<readonly object[]> {
  const isStrict = fidelity === 'strict'
  const undecided = isStrict && !isNew ? 'None' : ''
  if (isStrict) return rows.map((row) => presentImportedDevice(row, undecided))
  const names = rows.map((row) => row.assignedUserPrincipalName)
  const verdicts = await assignedUsers(tenantId, names)
  return rows.map((row) => {
    const { warning } = verdicts.get(row.assignedUserPrincipalName ?? '') ?? {}
    return {
      ...presentImportedDevice(row, undecided),
      ...presentMore(row),
      ...(warning !== undefined && {
        'assignedUserPrincipalName@taxiway.warning': warningOf(warning),
      }),
    }
  })
}

/** What was met or is waited for; a command helps those who have it. */
function presentMore({ state, submittedAt, decidedAt }: ImportedDevice): object {
  const times = {
    '@taxiway.createdDateTime': submittedAt.toISOString(),
    ...(decidedAt !== null && { '@taxiway.decidedDateTime': decidedAt.toISOString() }),
  }
  if (state.status !== 'error') return times
  const { deviceId, conflict } = state
  return {
    ...times,
    ...(deviceId !== undefined && { '@taxiway.registrationId': deviceId }),
    ...(conflict !== undefined && {
      '@taxiway.conflictId': conflict.id,
      '@taxiway.conflictState': conflict.state,
      ...(conflict.state === 'open' && {
        '@taxiway.explanation': `The row waits for a decision: taxiway conflicts show ${conflict.id}`,
      }),
    }),
  }
}

export function importedDeviceRoutes(graph: GraphVersion): readonly Route<ImportedDeviceDeps>[] {
  const { links } = graph
  return [
    ...readRoutes(importedDeviceSet, graph),
    route({
      method: 'POST',
      path: base,
      permission: 'devices.import',
      audit,
      body: importedDeviceRequest,
      status: 201,
      async handle(input) {
        const [entity] = await accept(input, [input.body])
        return { '@odata.context': links.context(input.request, `${set}/$entity`), ...entity }
      },
    }),
    route({
      method: 'POST',
      path: `${base}/import`,
      permission: 'devices.import',
      audit: { ...audit, action: 'import' },
      body: importRequest,
      async handle(input) {
        const value = await accept(input, input.body.importedWindowsAutopilotDeviceIdentities)
        return { '@odata.context': links.context(input.request, set), value }
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission: 'devices.import',
      audit,
      status: 204,
      async handle({ caller: { tenantId }, ports, parameter }) {
        const id = parameter('id', ids.receipt)
        if (!(await ports.imports.remove(tenantId, id))) throw importNotFound(id)
        return undefined
      },
    }),
  ]
}

/** `orderIdentifier` is the tag if there is no other, otherwise the purchase order. [inferred: Microsoft's module of 2023, Autopilot Manager] */
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
