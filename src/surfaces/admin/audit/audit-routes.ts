/** The audit trail: pages with filters, and files. */
import type { z } from 'zod'
import type { AuditEvent, AuditField, AuditTrail } from '../../../core/audit/audit-trail.ts'
import type { TenantId } from '../../../core/ids.ts'
import type { Filter } from '../../../core/query.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { auditExportQuery, auditPage, auditQuery, checkpointsAnswer } from './audit-contract.ts'
import { chainLines, csvLines } from './audit-export.ts'
import { presentAuditEvent } from './present-audit-event.ts'

export type AuditRouteDeps = {
  readonly trail: AuditTrail
  /** PEM of the public key for checkpoints. */
  readonly checkpointKey: string
}

type Wanted = Omit<z.output<typeof auditQuery>, 'limit' | 'after'>

const newestFirst = [{ field: 'seq', descending: true }] as const

const route = routesWith<AuditRouteDeps>()

export const auditRoutes: readonly Route<AuditRouteDeps>[] = [
  route({
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: 'Changes and refused changes, newest first.',
    query: auditQuery,
    answer: auditPage,
    handle: async ({ ports: { trail }, caller, query: { limit, after, ...wanted } }) => {
      const { rows, next } = await trail.list(caller.tenantId, {
        filter: filterOf(wanted),
        order: newestFirst,
        page: { limit, ...(after !== undefined && { after }) },
      })
      return { value: rows.map(presentAuditEvent), ...(next !== undefined && { next }) }
    },
  }),
  route({
    method: 'GET',
    path: '/audit/export',
    permission: 'audit.read',
    summary: 'The whole chain as JSON Lines, or entries as CSV that spreadsheets open safely.',
    query: auditExportQuery,
    handle: ({ ports: { trail }, caller, query: { format, ...wanted } }) =>
      format === 'jsonl'
        ? file(chainLines(trail, caller.tenantId), 'application/jsonl', 'audit.jsonl')
        : file(csvLines(events(trail, caller.tenantId, wanted)), 'text/csv', 'audit.csv'),
  }),
  route({
    method: 'GET',
    path: '/audit/checkpoints',
    permission: 'audit.read',
    summary: 'Signed ends of the chain, and the key that checks them.',
    answer: checkpointsAnswer,
    handle: async ({ ports, caller }) => ({
      value: await ports.trail.checkpoints(caller.tenantId),
      publicKey: ports.checkpointKey,
    }),
  }),
]

async function* events(
  trail: AuditTrail,
  tenantId: TenantId,
  wanted: Wanted,
): AsyncGenerator<AuditEvent> {
  let after: string | undefined
  do {
    const page = { limit: 1_000, ...(after !== undefined && { after }) }
    const found = await trail.list(tenantId, { filter: filterOf(wanted), page })
    yield* found.rows
    after = found.next
  } while (after !== undefined)
}

function filterOf({ from, to, resource, ...texts }: Wanted): Filter<AuditField> {
  const given = Object.entries(texts) as [AuditField, string | undefined][]
  return {
    kind: 'and',
    parts: [
      ...(from === undefined
        ? []
        : [{ kind: 'compare', field: 'at', op: 'ge', value: iso(from) } as const]),
      ...(to === undefined
        ? []
        : [{ kind: 'compare', field: 'at', op: 'lt', value: iso(to) } as const]),
      ...(resource === undefined
        ? []
        : [{ kind: 'any', field: 'resource', op: 'eq', value: resource } as const]),
      ...given.flatMap(([field, value]) =>
        value === undefined ? [] : [{ kind: 'compare', field, op: 'eq', value } as const],
      ),
    ],
  }
}

function iso(time: string): string {
  return new Date(time).toISOString()
}

function file(lines: AsyncGenerator<string>, type: string, name: string): Response {
  const bytes = ReadableStream.from(lines).pipeThrough(new TextEncoderStream())
  return new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>, {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}
