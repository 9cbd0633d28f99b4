/** `/deviceManagement/importedWindowsAutopilotDeviceIdentities`: imports and their receipts. */
import { checkAssignedUser } from '../../../core/devices/assigned-user.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { acceptImport } from '../../../core/imports/accept-import.ts'
import { withUsersChecked } from '../../../core/imports/checked-users.ts'
import { hashBytesOf } from '../../../core/imports/hash-text.ts'
import { importNotFound, type Submission } from '../../../core/imports/imported-device.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { annotationsOf, plainTexts } from '../bodies/plain-texts.ts'
import { type GraphVersion, readRoutes } from '../entity-set.ts'
import { requireBinary } from '../fidelity/strict.ts'
import {
  type ImportedDeviceRequest,
  importedDeviceRequest,
  importRequest,
} from './import-contract.ts'
import { type ImportedDeviceDeps, importedDeviceSet, set } from './imported-device-set.ts'
import { presented } from './present-imported-device.ts'

const base = `/${set.toLowerCase()}`

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
        if (await ports.imports.remove(tenantId, id)) return undefined
        // [observed: microsoft-graph-docs#7129]
        if (ports.fidelity === 'strict') return new Response(null, { status: 200 })
        throw importNotFound(id)
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
