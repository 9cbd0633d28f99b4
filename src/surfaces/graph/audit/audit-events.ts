/**
 * `/deviceManagement/auditEvents`: the tenant's audit trail in Graph's terms. No source lists the categories and
 * activities of Autopilot, so these are ours. [inferred]
 */
import type { GraphAuditEvent } from 'taxiway-autopilot'
import { auditEventType } from 'taxiway-autopilot/graph'
import type { AuditActor } from '../../../core/audit/audit.ts'
import { auditCategories } from '../../../core/audit/audit.ts'
import {
  type AuditEvent,
  type AuditField,
  type AuditTrail,
  auditEventId,
  auditFieldTypes,
  findAuditEvent,
} from '../../../core/audit/audit-trail.ts'
import { type IdKind, ids } from '../../../core/id-kinds.ts'
import type { AuditEventId } from '../../../core/ids.ts'
import type { RequestView } from '../../http/request-view.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { type EntitySet, type GraphVersion, readRoutes } from '../entity-set.ts'

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

const set: EntitySet<AuditEventDeps, AuditEvent, AuditField, AuditEventId> = {
  path: auditEventSetPath,
  type: auditEventType,
  id: ids.auditEvent,
  read: 'audit.read',
  fields,
  types: auditFieldTypes,
  rows: ({ trail }) => ({
    list: (tenantId, query) => trail.list(tenantId, query),
    find: (tenantId, id) => findAuditEvent(trail, tenantId, id),
    present: async (rows) => rows.map(presentAuditEvent),
  }),
}

/** The quoted text in a function's only argument. */
const argument: IdKind<string> = {
  what: 'function',
  parse: (text) => /'([^']*)'/.exec(text)?.[1],
}

const route = routesWith<AuditEventDeps>()

export function auditEventRoutes(graph: GraphVersion): readonly Route<AuditEventDeps>[] {
  const texts = (request: RequestView, value: readonly string[]) => ({
    '@odata.context': graph.links.context(request, 'Collection(Edm.String)'),
    value,
  })
  return [
    route({
      method: 'GET',
      // Its parentheses are taken from every address.
      path: `${base}/getauditcategories`,
      permission: 'audit.read',
      handle: ({ request }) => texts(request, auditCategories),
    }),
    route({
      method: 'GET',
      path: `${base}/:function{getauditactivitytypes\\(category='[^']*'\\)}`,
      permission: 'audit.read',
      async handle({ ports, caller, parameter, request }) {
        const category = parameter('function', argument)
        return texts(request, await ports.trail.activities(caller.tenantId, category))
      },
    }),
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
  // Graph has no devices as actors. [documented: auditActor; the type's values are not listed]
  if (actor.kind === 'device') return { ...nobody, ipAddress, auditActorType: 'Device' }
  const known = { applicationId: actor.applicationId, ipAddress }
  if (actor.kind === 'application')
    return { ...nobody, ...known, auditActorType: 'Application', userId: actor.objectId }
  const { userId = null, userPrincipalName = null } = actor
  const auditActorType = actor.kind === 'partner' ? 'Partner' : 'ItPro'
  return { ...nobody, ...known, auditActorType, userId, userPrincipalName }
}
