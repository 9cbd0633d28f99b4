/** Imports that outlive page and browser: sent with file and line, listed with their sender, read row by row. */

import { nameOfCaller } from '../../../core/access/caller.ts'
import { currentScope } from '../../../core/acting.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { ImportId } from '../../../core/ids.ts'
import type { PlacedReceipt } from '../../../core/imports/import-list.ts'
import { importNotFound } from '../../../core/imports/imported-device.ts'
import { retryImport, type SendDeps, sendImport } from '../../../core/imports/send-import.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import {
  importAnswer,
  importDetailAnswer,
  importPage,
  importPageQuery,
  importRequest,
  importRowsPage,
  importRowsQuery,
  presentImportSummary,
  presentPlacedReceipt,
  retryRequest,
  toPlacedSubmission,
} from './import-contract.ts'

export type ImportRouteDeps = SendDeps & {
  /** Called when imports are waiting to be decided. */
  readonly onImport: () => void
}

/** 5,000 rows with their hashes. */
const maxImportBody = 32 * 1024 * 1024

const audit = {
  category: 'Enrollment',
  resource: 'ImportedWindowsAutopilotDeviceIdentity',
} as const
const route = routesWith<ImportRouteDeps>()

const sendingRoutes: readonly Route<ImportRouteDeps>[] = [
  route({
    method: 'POST',
    path: '/imports',
    permission: 'devices.import',
    audit: { ...audit, action: 'import' },
    summary: 'Import devices, each with the file and line that it came from.',
    body: importRequest,
    maxBody: maxImportBody,
    answer: importAnswer,
    status: 201,
    handle: async ({ ports, caller, body }) => {
      const sent = await sendImport(ports, caller.tenantId, {
        by: nameOfCaller(caller),
        label: body.label,
        rows: body.rows.map(toPlacedSubmission),
      })
      ports.onImport()
      return sent
    },
  }),
  route({
    method: 'POST',
    path: '/imports/:id/retry',
    permission: 'devices.import',
    audit: { ...audit, action: 'retry' },
    summary: 'Send the rows again that were refused with these errors, as a new import.',
    body: retryRequest,
    answer: importAnswer,
    status: 201,
    handle: async ({ ports, caller, parameter, body }) => {
      const importId = parameter('id', ids.import)
      const sent = await retryImport(ports, caller.tenantId, {
        importId,
        errors: body.errors,
        by: nameOfCaller(caller),
        scope: currentScope(),
      })
      ports.onImport()
      return sent
    },
  }),
]

const lookingRoutes: readonly Route<ImportRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/imports',
    permission: 'imports.read',
    summary: 'Imports, the newest first: who sent what, and how it went.',
    query: importPageQuery,
    answer: importPage,
    handle: async ({ ports, caller, query: { after, limit } }) => {
      const found = await ports.importLists.list(caller.tenantId, {
        ...(after !== undefined && { after: after }),
        limit: limit + 1,
        scope: currentScope(),
      })
      const shown = found.slice(0, limit)
      const next = found.length > limit ? (shown.at(-1)?.id ?? null) : null
      return { value: shown.map(presentImportSummary), next }
    },
  }),
  route({
    method: 'GET',
    path: '/imports/:id',
    permission: 'imports.read',
    summary:
      'One import, and how many of its rows name a user who may not be able to use the device.',
    answer: importDetailAnswer,
    handle: async (input) => {
      const summary = await found(input)
      return { ...presentImportSummary(summary), userWarnings: await warnedRows(input, summary.id) }
    },
  }),
  route({
    method: 'GET',
    path: '/imports/:id/rows',
    permission: 'imports.read',
    summary: 'The rows of an import in their order, with file, line and verdict.',
    query: importRowsQuery,
    answer: importRowsPage,
    handle: async (input) => {
      const { ports, caller, query: given } = input
      const { limit, ...query } = given
      const { id: importId } = await found(input)
      const rows = await ports.importLists.rows(caller.tenantId, {
        ...query,
        importId,
        scope: currentScope(),
        limit: limit + 1,
      })
      const shown = rows.slice(0, limit)
      const last = rows.length > limit ? shown.at(-1)?.receipt.id : undefined
      const next = last === undefined ? null : String(Number.parseInt(last.slice(-8), 16))
      const user = ({ receipt }: PlacedReceipt) => receipt.assignedUserPrincipalName
      const verdicts = await ports.assignedUsers(caller.tenantId, shown.map(user))
      const warning = (row: PlacedReceipt) => verdicts.get(user(row) ?? '')?.warning
      return { value: shown.map((row) => presentPlacedReceipt(row, warning(row))), next }
    },
  }),
]

export const importRoutes = [...sendingRoutes, ...lookingRoutes]

async function warnedRows(
  { ports, caller: { tenantId } }: Input<ImportRouteDeps>,
  id: ImportId,
): Promise<number> {
  const users = await ports.importLists.users(tenantId, id, currentScope())
  const verdicts = await ports.assignedUsers(
    tenantId,
    users.map(({ name }) => name),
  )
  return users
    .filter(({ name }) => verdicts.get(name)?.warning !== undefined)
    .reduce((sum, { rows }) => sum + rows, 0)
}

/** The import in the path. */
async function found({ ports, caller, parameter }: Input<ImportRouteDeps>) {
  const id = parameter('id', ids.import)
  const summary = await ports.importLists.find(caller.tenantId, id, currentScope())
  if (summary === undefined) throw importNotFound(id)
  return summary
}
