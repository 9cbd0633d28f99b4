/**
 * `/deviceManagement/auditEvents`: the tenant's audit trail in Graph's words. Categories and activities of
 * Autopilot are in no source, so that ours are our own. [inferred]
 */

import type { Context } from 'hono'
import type { GraphAuditEvent } from 'taxiway-autopilot'
import { auditEventType } from 'taxiway-autopilot/graph'
import type { AuditActor } from '../../core/audit/audit.ts'
import { auditCategories } from '../../core/audit/audit.ts'
import {
  type AuditEvent,
  type AuditField,
  type AuditTrail,
  auditEventId,
  auditFieldTypes,
  findAuditEvent,
} from '../../core/audit/audit-trail.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { type EntitySet, type GraphVersion, readRoutes } from './entity-set.ts'
import { parameter, type Route } from './routes.ts'

export const auditEventSetPath = 'deviceManagement/auditEvents'
const base = `/${auditEventSetPath.toLowerCase()}`

const fields: Readonly<Record<string, AuditField>> = {
  activitydatetime: 'at',
  activity: 'activity',
  activitytype: 'activity',
  displayname: 'activity',
  activityoperationtype: 'operation',
  activityresult: 'result',
  category: 'category',
  correlationid: 'correlationId',
  'actor/userprincipalname': 'actor',
  'actor/applicationid': 'applicationId',
}

export type AuditEventDeps = { readonly trail: AuditTrail }

export function auditEventRoutes({ trail }: AuditEventDeps, graph: GraphVersion): readonly Route[] {
  const set: EntitySet<AuditEvent, AuditField> = {
    path: auditEventSetPath,
    type: auditEventType,
    read: 'audit.read',
    fields,
    types: auditFieldTypes,
    list: (tenantId, query) => trail.list(tenantId, query),
    find: (tenantId, id) => findAuditEvent(trail, tenantId, id),
    present: async (rows) => rows.map(presentAuditEvent),
  }
  const texts = (c: Context<RequestEnv>, value: readonly string[]) =>
    c.json({ '@odata.context': graph.links.context(c, 'Collection(Edm.String)'), value })

  return [
    ['GET', `${base}/getauditcategories()`, 'audit.read', async (c) => texts(c, auditCategories)],
    [
      'GET',
      `${base}/:function{getauditactivitytypes\\(category='[^']*'\\)}`,
      'audit.read',
      async (c, { tenantId }) => {
        const [, category] = /'([^']*)'/.exec(parameter(c, 'function')) ?? []
        return texts(c, await trail.activities(tenantId, category))
      },
    ],
    ...readRoutes(set, graph),
  ]
}

function presentAuditEvent(event: AuditEvent): GraphAuditEvent {
  const { at, entry } = event
  return {
    id: auditEventId(event),
    displayName: entry.activity,
    componentName: 'DeviceManagement',
    actor: presentActor(entry.actor),
    activity: entry.activity,
    activityDateTime: at.toISOString(),
    activityType: entry.activity,
    activityOperationType: entry.operation,
    activityResult: entry.result,
    correlationId: entry.correlationId,
    resources: entry.resources.map(({ type, id, name, properties = [] }) => ({
      displayName: name ?? null,
      auditResourceType: type,
      resourceId: id,
      modifiedProperties: properties.map((each) => ({
        displayName: each.name,
        oldValue: each.before,
        newValue: each.after,
      })),
    })),
    category: entry.category,
  }
}

function presentActor(actor: AuditActor) {
  const nobody = {
    auditActorType: 'System',
    userPermissions: [],
    applicationId: null,
    applicationDisplayName: null,
    userPrincipalName: null,
    servicePrincipalName: null,
    ipAddress: null,
    userId: null,
  }
  if (actor.kind === 'system') return nobody
  const ipAddress = actor.address ?? null
  // Graph knows no devices as actors. [documented: auditActor; the type's values are not listed]
  if (actor.kind === 'device') return { ...nobody, ipAddress, auditActorType: 'Device' }
  const known = { applicationId: actor.applicationId, ipAddress }
  if (actor.kind === 'application')
    return { ...nobody, ...known, auditActorType: 'Application', userId: actor.objectId }
  const { userId = null, userPrincipalName = null } = actor
  const auditActorType = actor.kind === 'partner' ? 'Partner' : 'ItPro'
  return { ...nobody, ...known, auditActorType, userId, userPrincipalName }
}
