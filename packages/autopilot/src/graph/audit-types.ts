/** The audit trail as Graph's schema has it. [schema: auditEvent, v1.0] */
import { entityType } from './edm.ts'

export const auditEventType = entityType('auditEvent', {
  members: {
    displayName: 'Edm.String',
    componentName: 'Edm.String',
    actor: 'graph.auditActor',
    activity: 'Edm.String',
    activityDateTime: 'Edm.DateTimeOffset!',
    activityType: 'Edm.String',
    activityOperationType: 'Edm.String',
    activityResult: 'Edm.String',
    correlationId: 'Edm.Guid!',
    resources: 'Collection(graph.auditResource)!',
    category: 'Edm.String',
  },
})
