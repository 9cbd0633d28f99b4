/** `/deviceManagement/importedDeviceIdentities` (beta): corporate identifiers. */

import type { CorporateIdentifier as WireIdentifier } from 'taxiway-autopilot'
import { corporateIdentifierType, type enums } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { DomainError } from '../../core/errors.ts'
import {
  type CorporateIdentifier,
  type CorporateIdentifierField,
  type CorporateIdentifiers,
  corporateIdentifierFieldTypes,
  importIdentifiers,
  searchIdentifiers,
} from '../../core/inventory/corporate-identifier.ts'
import { changeRecord, type Stored } from '../../core/inventory/records.ts'
import { maxTextLength } from '../../core/storable-text.ts'
import { readBody } from './body.ts'
import { entityBody, type GraphVersion } from './entity-set.ts'
import { never, time } from './present-time.ts'
import { type RecordSet, recordRoutes, recordSet } from './record-routes.ts'
import { parameter, type Route } from './routes.ts'

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

export type CorporateIdentifierDeps = {
  readonly identifiers: CorporateIdentifiers
  readonly now: () => Date
}

export function corporateIdentifierRoutes(
  { identifiers: records, now }: CorporateIdentifierDeps,
  graph: GraphVersion,
): readonly Route[] {
  const described: RecordSet<CorporateIdentifier, CorporateIdentifierField> = {
    path,
    type: corporateIdentifierType,
    records,
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
  return [
    [
      'POST',
      `${base}/importdeviceidentitylist`,
      'corporate-identifiers.create',
      async (c, { tenantId }) => {
        const body = await readBody(c, listRequest)
        const overwrite = body.overwriteImportedDeviceIdentities
        const of = { records, tenantId, now: now(), overwrite }
        const results = await importIdentifiers(of, body.importedDeviceIdentities)
        return c.json({
          '@odata.context': graph.links.context(
            c,
            'Collection(microsoft.graph.importedDeviceIdentityResult)',
          ),
          value: results.map(({ record, accepted }) => ({
            '@odata.type': '#microsoft.graph.importedDeviceIdentityResult',
            ...present(record),
            status: accepted,
          })),
        })
      },
    ],
    [
      'POST',
      `${base}/searchexistingidentities`,
      'corporate-identifiers.read',
      async (c, { tenantId }) => {
        const body = await readBody(c, listRequest)
        const found = await searchIdentifiers({ records, tenantId }, body.importedDeviceIdentities)
        return c.json({
          '@odata.context': graph.links.context(
            c,
            'Collection(microsoft.graph.importedDeviceIdentity)',
          ),
          value: found.map(present),
        })
      },
    ],
    ...recordRoutes(described, 'corporate-identifiers.delete', graph),
    [
      'POST',
      base,
      'corporate-identifiers.create',
      async (c, { tenantId }) => {
        const of = { records, tenantId, now: now(), overwrite: false }
        const [result] = await importIdentifiers(of, [await readBody(c, identifier)])
        if (result?.accepted !== true)
          throw new DomainError('conflict', 'This identifier has been imported already.')
        return c.json(await entityBody(c, { set, graph, row: result.record, tenantId }), 201)
      },
    ],
    [
      'PATCH',
      `${base}/:id`,
      'corporate-identifiers.update',
      async (c, { tenantId }) => {
        const { description } = await readBody(
          c,
          z.object({ description: z.string().max(1_024).nullish() }),
        )
        const changes = {
          modifiedAt: now().toISOString(),
          ...(description !== undefined && { description }),
        }
        const row = await changeRecord(records, { tenantId, id: parameter(c, 'id') }, changes)
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
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
