/** `/deviceManagement/importedDeviceIdentities` (beta): corporate identifiers. */

import type { CorporateIdentifier as WireIdentifier } from 'taxiway-autopilot'
import { corporateIdentifierType, type enums, memberNames } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import {
  type CorporateIdentifier,
  type CorporateIdentifierField,
  type CorporateIdentifiers,
  corporateIdentifierFieldTypes,
  importIdentifiers,
  searchIdentifiers,
} from '../../../core/inventory/corporate-identifier.ts'
import { changeRecord, type Stored } from '../../../core/inventory/records.ts'
import { maxTextLength } from '../../../core/storable-text.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import { entityBody, type GraphVersion } from '../entity-set.ts'
import { never, time } from '../present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from '../record-routes.ts'

const path = 'deviceManagement/importedDeviceIdentities'
const base = `/${path.toLowerCase()}`

const identifier = z
  .object({
    importedDeviceIdentifier: z.string().max(maxTextLength),
    importedDeviceIdentityType: z
      .enum(['imei', 'serialNumber', 'manufacturerModelSerial'])
      .default('serialNumber'),
    description: z.string().max(1_024).nullish(),
  })
  .transform((wire) => ({
    identifier: wire.importedDeviceIdentifier,
    type: wire.importedDeviceIdentityType,
    description: wire.description ?? null,
  }))

const listRequest = z.object({
  importedDeviceIdentities: z.array(identifier),
  overwriteImportedDeviceIdentities: z.boolean().default(false),
})

const identifierChange = z.object({ description: z.string().max(1_024).nullish() })

const ofIdentifier = {
  type: 'microsoft.graph.importedDeviceIdentity',
  ignored: memberNames(corporateIdentifierType, 'beta'),
}
ofType(identifier, ofIdentifier)
ofType(identifierChange, ofIdentifier)
ofType(listRequest, { type: 'the parameters of the action', ignored: [] })

export type CorporateIdentifierDeps = {
  readonly identifiers: CorporateIdentifiers
  readonly now: () => Date
}

const described: RecordSet<CorporateIdentifierDeps, CorporateIdentifier, CorporateIdentifierField> =
  {
    path,
    type: corporateIdentifierType,
    records: ({ identifiers }) => identifiers,
    read: 'corporate-identifiers.read',
    fields: {
      id: 'id',
      importeddeviceidentifier: 'identifier',
      importeddeviceidentitytype: 'type',
      description: 'description',
      platform: 'platform',
      createddatetime: 'createdAt',
    },
    types: corporateIdentifierFieldTypes,
    present,
  }
const set = recordSet(described)
const audit = { category: 'Enrollment', resource: 'ImportedDeviceIdentity' } as const
const route = routesWith<CorporateIdentifierDeps>()

export function corporateIdentifierRoutes(
  graph: GraphVersion,
): readonly Route<CorporateIdentifierDeps>[] {
  const { links } = graph
  return [
    route({
      method: 'POST',
      path: `${base}/importdeviceidentitylist`,
      permission: 'corporate-identifiers.create',
      audit: { ...audit, action: 'importDeviceIdentityList' },
      body: listRequest,
      async handle({ ports, caller, body, request }) {
        const overwrite = body.overwriteImportedDeviceIdentities
        const results = await importIdentifiers(
          { records: ports.identifiers, tenantId: caller.tenantId, now: ports.now(), overwrite },
          body.importedDeviceIdentities,
        )
        const context = 'Collection(microsoft.graph.importedDeviceIdentityResult)'
        return {
          '@odata.context': links.context(request, context),
          value: results.map(({ record, accepted }) => ({
            '@odata.type': '#microsoft.graph.importedDeviceIdentityResult',
            ...present(record),
            status: accepted,
          })),
        }
      },
    }),
    route({
      method: 'POST',
      path: `${base}/searchexistingidentities`,
      permission: 'corporate-identifiers.read',
      body: listRequest,
      async handle({ ports, caller, body, request }) {
        const of = { records: ports.identifiers, tenantId: caller.tenantId }
        const found = await searchIdentifiers(of, body.importedDeviceIdentities)
        const context = 'Collection(microsoft.graph.importedDeviceIdentity)'
        return { '@odata.context': links.context(request, context), value: found.map(present) }
      },
    }),
    ...recordRoutes(described, { permission: 'corporate-identifiers.delete', audit }, graph),
    route({
      method: 'POST',
      path: base,
      permission: 'corporate-identifiers.create',
      audit,
      body: identifier,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        const of = { records: ports.identifiers, tenantId: caller.tenantId, now: ports.now() }
        const [result] = await importIdentifiers({ ...of, overwrite: false }, [body])
        if (result?.accepted !== true)
          throw new DomainError('conflict', 'This identifier has been imported already.')
        return await entityBody(input, { set, graph, row: result.record })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission: 'corporate-identifiers.update',
      audit,
      body: identifierChange,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const changes = {
          modifiedAt: ports.now().toISOString(),
          ...(body.description !== undefined && { description: body.description }),
        }
        const of = { tenantId: caller.tenantId, id: parameter('id', ids.record) }
        const row = await changeRecord(ports.identifiers, of, changes)
        return await entityBody(input, { set, graph, row })
      },
    }),
  ]
}

function present({ id, createdAt, members }: Stored<CorporateIdentifier>): WireIdentifier {
  return {
    id,
    importedDeviceIdentifier: members.identifier,
    importedDeviceIdentityType: members.type,
    description: members.description,
    createdDateTime: time(createdAt),
    lastModifiedDateTime: time(new Date(members.modifiedAt)),
    lastContactedDateTime: never,
    enrollmentState: 'notContacted',
    platform: members.platform as (typeof enums.platform)[number],
  }
}
