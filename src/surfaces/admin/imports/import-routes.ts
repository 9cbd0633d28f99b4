/** Imports that outlive page and browser: sent with file and line, listed with their sender, read row by row. */
import { currentScope } from '../../../core/access/acting.ts'
import { type Caller, nameOfCaller } from '../../../core/access/caller.ts'
import { DomainError } from '../../../core/errors.ts'
import { type ImportId, parseUuid } from '../../../core/ids.ts'
import type { ImportLists } from '../../../core/imports/import-list.ts'
import { importNotFound } from '../../../core/imports/imported-device.ts'
import { retryImport, type SendDeps, sendImport } from '../../../core/imports/send-import.ts'
import { type AdminRoute, route } from '../routes.ts'
import {
  importAnswer,
  importPage,
  importPageQuery,
  importRequest,
  importRowsPage,
  importRowsQuery,
  importSummaryAnswer,
  presentImportSummary,
  presentPlacedReceipt,
  retryRequest,
  toPlacedSubmission,
} from './import-contract.ts'

export type ImportRouteDeps = SendDeps & {
  /** Told that imports wait to be decided. */
  readonly onImport: () => void
}

/** 5,000 rows with their hashes. */
const maxImportBody = 32 * 1024 * 1024

export function importRoutes(deps: ImportRouteDeps): readonly AdminRoute[] {
  return [...sendingRoutes(deps), ...lookingRoutes(deps)]
}

function sendingRoutes(deps: ImportRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'POST',
      path: '/imports',
      permission: 'devices.import',
      summary:
        'Import devices, each with the file and line that it came from. The same Idempotency-Key is the same import.',
      body: importRequest,
      maxBody: maxImportBody,
      answer: importAnswer,
      status: 201,
      handle: async ({ c, caller, body }) => {
        const requestKey = c.req.header('idempotency-key')
        const sent = await sendImport(deps, caller.tenantId, {
          by: nameOfCaller(caller),
          label: body.label,
          rows: body.rows.map(toPlacedSubmission),
          ...(requestKey !== undefined && { requestKey: usableKey(requestKey) }),
        })
        deps.onImport()
        return sent
      },
    }),
    route({
      method: 'POST',
      path: '/imports/:id/retry',
      permission: 'devices.import',
      summary: 'Send the rows again that were refused with these errors, as a new import.',
      body: retryRequest,
      answer: importAnswer,
      status: 201,
      handle: async ({ caller, parameter, body }) => {
        const importId = importIdOf(parameter('id'))
        const sent = await retryImport(deps, caller.tenantId, {
          importId,
          errors: body.errors,
          by: nameOfCaller(caller),
          scope: currentScope(),
        })
        deps.onImport()
        return sent
      },
    }),
  ]
}

function lookingRoutes({ importLists }: ImportRouteDeps): readonly AdminRoute[] {
  return [
    route({
      method: 'GET',
      path: '/imports',
      permission: 'imports.read',
      summary: 'Imports, the newest first: who sent what, and how it went.',
      query: importPageQuery,
      answer: importPage,
      handle: async ({ caller, query: { after, limit } }) => {
        const found = await importLists.list(caller.tenantId, {
          ...(after !== undefined && { after: importIdOf(after) }),
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
      summary: 'One import.',
      answer: importSummaryAnswer,
      handle: async ({ caller, parameter }) =>
        presentImportSummary(await found(importLists, caller, parameter('id'))),
    }),
    route({
      method: 'GET',
      path: '/imports/:id/rows',
      permission: 'imports.read',
      summary: 'The rows of an import in their order, with file, line and verdict.',
      query: importRowsQuery,
      answer: importRowsPage,
      handle: async ({ caller, parameter, query: { limit, ...query } }) => {
        const { id: importId } = await found(importLists, caller, parameter('id'))
        const rows = await importLists.rows(caller.tenantId, {
          ...query,
          importId,
          scope: currentScope(),
          limit: limit + 1,
        })
        const shown = rows.slice(0, limit)
        const last = rows.length > limit ? shown.at(-1)?.receipt.id : undefined
        const next = last === undefined ? null : String(Number.parseInt(last.slice(-8), 16))
        return { value: shown.map(presentPlacedReceipt), next }
      },
    }),
  ]
}

async function found(importLists: ImportLists, caller: Caller, text: string) {
  const summary = await importLists.find(caller.tenantId, importIdOf(text), currentScope())
  if (summary === undefined) throw importNotFound(text)
  return summary
}

function importIdOf(text: string): ImportId {
  const id = parseUuid(text)
  if (id === undefined) throw importNotFound(text)
  return id as ImportId
}

/** A key is the client's own word; what no client would choose is a mistake. */
function usableKey(text: string): string {
  if (/^[\x21-\x7e]{1,255}$/.test(text)) return text
  throw new DomainError(
    'request-invalid',
    'Idempotency-Key: 1 to 255 visible ASCII characters are expected.',
  )
}
