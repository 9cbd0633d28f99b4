/** The routes of OEMs. The contract is Taxiway's own: Microsoft's is in a paper for device partners only. */
import { takesIdentifier } from 'taxiway-autopilot'
import type { z } from 'zod'
import type { Access } from '../../core/access/decide.ts'
import type { Permission } from '../../core/access/permissions.ts'
import { DomainError } from '../../core/errors.ts'
import { ids } from '../../core/id-kinds.ts'
import { oemCaller } from '../../core/oem/oem-caller.ts'
import type { OemDevice } from '../../core/oem/oem-device.ts'
import { type ReportDeps, reportInventory } from '../../core/oem/report-inventory.ts'
import {
  type SubmitOemDeps,
  submitOemDevices,
  validateConsents,
} from '../../core/oem/submit-devices.ts'
import { activePartner, type Partners } from '../../core/partners/partner.ts'
import { consentLink } from '../../core/partners/relationship.ts'
import { type Route, routesWith } from '../http/route.ts'
import {
  devicesRequest,
  inventoryRequest,
  rowsQuery,
  submissionsQuery,
  validateRequest,
} from './contract.ts'
import { presentSubmission } from './present.ts'

export type OemPorts = SubmitOemDeps &
  ReportDeps & {
    readonly access: Pick<Access, 'require'>
    readonly partners: Partners
    readonly publicUrl: string
  }

const route = routesWith<OemPorts>()
const category = 'Enrollment'

export const oemRoutes: readonly Route<OemPorts>[] = [
  route({
    method: 'POST',
    path: '/devices',
    permission: 'oem-devices.submit',
    audit: { category, resource: 'OemSubmission' },
    body: devicesRequest,
    handle: async ({ ports, caller, body }) => {
      const devices = body.devices.map(deviceOf)
      for (const permission of neededFor(devices)) await ports.access.require(caller, permission)
      return accepted(await submitOemDevices(ports, oemCaller(caller), devices))
    },
  }),
  route({
    method: 'POST',
    path: '/inventory',
    permission: 'oem-inventory.write',
    audit: { category, resource: 'OemSubmission', action: 'report' },
    body: inventoryRequest,
    handle: async ({ ports, caller, body }) =>
      accepted(
        await reportInventory(
          ports,
          caller.tenantId,
          body.devices.map(({ rowid, serialnumber, productkeyid, hardwarehash, ...names }) => ({
            ...names,
            rowId: rowid,
            serialNumber: serialnumber,
            productKeyId: productkeyid,
            hardwareHash: hardwarehash,
          })),
        ),
      ),
  }),
  route({
    method: 'GET',
    path: '/submissions',
    permission: 'oem-submissions.read',
    query: submissionsQuery,
    handle: async ({ ports, caller, query: { after, limit } }) => {
      const wanted = { after, limit: limit + 1 }
      const found = await ports.submissions.list(caller.tenantId, wanted)
      const value = found.slice(0, limit).map(({ id, kind, at }) => ({
        submissionId: id,
        kind,
        createdAt: at.toISOString(),
      }))
      return { value, next: found.length > limit ? value.at(-1)?.submissionId : null }
    },
  }),
  route({
    method: 'GET',
    path: '/submissions/:submission',
    permission: 'oem-submissions.read',
    query: rowsQuery,
    handle: async ({ ports, caller, parameter, query }) => {
      const id = parameter('submission', ids.job)
      const found = await ports.submissions.find(caller.tenantId, id)
      if (found === undefined) throw new DomainError('not-found', `There is no submission '${id}'.`)
      return presentSubmission(found, query.after)
    },
  }),
  route({
    method: 'POST',
    path: '/consents/validate',
    permission: 'oem-submissions.read',
    body: validateRequest,
    handle: async ({ ports, caller, body }) => {
      const named = body.customers.map(({ tenantid, tenantdomain }) => ({
        tenantId: tenantid,
        tenantDomain: tenantdomain,
      }))
      const found = await validateConsents(ports, caller.tenantId, named)
      return {
        results: named.map((each, at) => {
          const consent = found[at]
          if (consent === undefined) return { ...each, consent: 'none' }
          const { scopes, validUntil } = consent
          // What is of no use to an OEM is left out.
          const own = scopes.filter(
            (scope) => scope === 'devices.add' || scope.startsWith('devices.remove'),
          )
          return { ...each, consent: 'granted', scopes: own, expiresAt: validUntil.toISOString() }
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/consent-link',
    permission: 'oem-submissions.read',
    handle: async ({ ports, caller }) => ({
      url: consentLink(
        new URL(ports.publicUrl).origin,
        await activePartner(ports.partners, caller.tenantId),
      ),
    }),
  }),
]

/** Each kind of row has a permission of its own, so that a plant's program cannot take devices away. */
function neededFor(devices: readonly OemDevice[]): readonly Permission[] {
  const isAny = (isRemoval: boolean) =>
    devices.some(({ tenantId }) => (tenantId === null) === isRemoval)
  return [
    ...(isAny(false) ? (['oem-devices.register'] as const) : []),
    ...(isAny(true) ? (['oem-devices.deregister'] as const) : []),
  ]
}

function accepted(submissionId: string): Response {
  const body = { submissionId, statusUrl: `/oem/v1/submissions/${submissionId}` }
  return Response.json(body, { status: 202 })
}

/** Throws for a row that could mean something else than it says. */
function deviceOf(
  given: z.output<typeof devicesRequest>['devices'][number],
  at: number,
): OemDevice {
  const row = `devices.${at}`
  if (given.hardwarehash !== null && !takesIdentifier('oemDirect', 'hash'))
    throw new DomainError(
      'identifier-not-of-channel',
      `${row}.hardwareHash: this channel takes a product key id, or manufacturer, model and serial number.`,
    )
  const [tenantId, tenantDomain] = [given.tenantid.trim(), given.tenantdomain.trim()]
  if ((tenantId === '') !== (tenantDomain === ''))
    throw new DomainError(
      'request-invalid',
      `${row}: tenantId and tenantDomain go together. Give both, or leave both blank to deregister.`,
    )
  const hasTuple = given.manufacturer && given.model && given.serialnumber
  if (given.productkeyid === null && !hasTuple)
    throw new DomainError(
      'request-invalid',
      `${row}: give productKeyId, or manufacturer, model and serialNumber.`,
    )
  return {
    rowId: given.rowid,
    tenantId: tenantId || null,
    tenantDomain: tenantDomain || null,
    manufacturer: given.manufacturer,
    model: given.model,
    serialNumber: given.serialnumber,
    productKeyId: given.productkeyid,
    purchaseOrderId: given.purchaseorderid,
    groupTag: given.grouptag,
  }
}
