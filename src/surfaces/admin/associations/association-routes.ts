/** Device association for administrators: many links at once, stale records, and removals that a person confirms. */
import type { LinkImportRow } from 'taxiway-autopilot/admin'
import type { z } from 'zod'
import type { Caller } from '../../../core/access/caller.ts'
import { noteAudit } from '../../../core/acting.ts'
import {
  type AssociatedDeviceField,
  type AssociationDeps,
  nameOfAssociator,
} from '../../../core/associations/associated-device.ts'
import {
  type GivenLink,
  importLink,
  linkSentences,
} from '../../../core/associations/import-link.ts'
import { confirmRemoved, removeAssociation } from '../../../core/associations/remove-association.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import { findRecord } from '../../../core/inventory/records.ts'
import type { Filter } from '../../../core/query.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import {
  associationAnswer,
  associationPage,
  associationQuery,
  linkImportAnswer,
  linkImportRequest,
  maxLinksBody,
  presentAssociation,
} from './association-contract.ts'

const route = routesWith<AssociationDeps>()
const audit = { category: 'Enrollment', resource: 'TenantAssociatedDevice' } as const
const newestFirst = [{ field: 'preassociatedAt', descending: true }] as const

export const associationRoutes: readonly Route<AssociationDeps>[] = [
  route({
    method: 'GET',
    path: '/associations',
    permission: 'associated-devices.read',
    summary: 'Devices associated by their DeviceLinks, newest first, stale ones among them.',
    query: associationQuery,
    answer: associationPage,
    handle: async ({ ports, caller, query: { limit, after, ...wanted } }) => {
      const { rows, next } = await ports.associated.list(caller.tenantId, {
        ...filterOf(wanted),
        order: newestFirst,
        page: { limit, ...(after !== undefined && { after }) },
      })
      return { value: rows.map(presentAssociation), next: next ?? null }
    },
  }),
  route({
    method: 'GET',
    path: '/associations/:id',
    permission: 'associated-devices.read',
    summary: 'One of them.',
    answer: associationAnswer,
    handle: async ({ ports, caller, parameter }) =>
      presentAssociation(
        await findRecord(ports.associated, caller.tenantId, parameter('id', ids.record)),
      ),
  }),
  route({
    method: 'POST',
    path: '/associations/import',
    permission: 'associated-devices.import',
    audit: { ...audit, action: 'importTenantAssociatedDevice' },
    summary: 'Takes in many DeviceLinks; says of each what became of it.',
    body: linkImportRequest,
    maxBody: maxLinksBody,
    answer: linkImportAnswer,
    handle: async ({ ports, caller, body: { links } }) => {
      const rows: LinkImportRow[] = []
      for (const { deviceLink, policyId = null } of links)
        rows.push(await importedRow(ports, caller, { deviceLink, policyId }))
      const count = (...of: LinkImportRow['outcome'][]) =>
        rows.filter(({ outcome }) => of.includes(outcome)).length
      return {
        rows,
        summary: {
          preassociated: count('preassociated'),
          updated: count('updated'),
          unchanged: count('unchanged'),
          refused: count('outdated', 'taken', 'unreadable'),
        },
      }
    },
  }),
  route({
    method: 'POST',
    path: '/associations/:id/remove',
    permission: 'associated-devices.delete',
    audit: { ...audit, action: 'remove' },
    summary: 'Removes it at once, or, if the device has reported, once the device is gone.',
    status: 204,
    handle: (input) => removeAssociation(input.ports, named(input)),
  }),
  route({
    method: 'POST',
    path: '/associations/:id/confirm-removed',
    permission: 'associated-devices.delete',
    audit: { ...audit, action: 'confirmRemoved' },
    summary: 'Says that the marker was cleared at the device, whose removal is pending.',
    status: 204,
    handle: (input) => confirmRemoved(input.ports, named(input)),
  }),
]

function named({ caller: { tenantId }, parameter }: Input<AssociationDeps>) {
  return { tenantId, id: parameter('id', ids.record) }
}

async function importedRow(
  ports: AssociationDeps,
  caller: Caller,
  given: GivenLink,
): Promise<LinkImportRow> {
  try {
    const importer = { tenantId: caller.tenantId, by: nameOfAssociator(caller) }
    const { outcome, record, link } = await importLink(ports, importer, given)
    const isDone = outcome === 'preassociated' || outcome === 'updated'
    if (isDone && record !== undefined)
      noteAudit({ type: audit.resource, id: record.id, name: link.serialNumber })
    const { serialNumber } = link
    return { outcome, id: record?.id ?? null, serialNumber, sentence: linkSentences[outcome] }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'request-invalid') throw error
    return { outcome: 'unreadable', id: null, serialNumber: '', sentence: error.message }
  }
}

type Wanted = Omit<z.output<typeof associationQuery>, 'limit' | 'after'>

function filterOf({ search, state }: Wanted): { filter?: Filter<AssociatedDeviceField> } {
  const parts: Filter<AssociatedDeviceField>[] = []
  if (state !== undefined) parts.push({ kind: 'compare', field: 'state', op: 'eq', value: state })
  if (search !== undefined && search !== '') {
    const fields = ['serialNumber', 'manufacturer', 'model'] as const
    const some = fields.map(
      (field) => ({ kind: 'text', field, op: 'contains', value: search }) as const,
    )
    parts.push({ kind: 'or', parts: some })
  }
  return parts.length === 0 ? {} : { filter: { kind: 'and', parts } }
}
