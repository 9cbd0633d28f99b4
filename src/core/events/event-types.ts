/**
 * Every type of event, and what its data names. A new type is one more line here, and a call of `writeEvent` where it
 * happens. A name ending in `Ids` stands for a list: what happens to many devices at once is one event.
 */
export const eventTypes = {
  'device.registered': 'registrationIds',
  'device.updated': 'registrationIds',
  'device.deleted': 'registrationIds',
  'device.restored': 'registrationIds',
  'device.released': 'registrationIds',
  'device.transferred': 'registrationIds',
  'device.replaced': 'registrationIds',
  'device.parked': 'registrationIds',
  /** Another tenant has submitted them; which one is not said. */
  'device.sighted': 'registrationIds',
  'partner.relationship.requested': 'relationshipRequestId',
  'partner.consent.granted': 'consentId',
  'partner.consent.declined': 'relationshipRequestId',
  'partner.consent.narrowed': 'consentId',
  'partner.consent.revoked': 'consentId',
  'partner.consent.ended': 'consentId',
  'partner.consent.expired': 'consentId',
  'partner.consent.suspended': 'consentId',
  'partner.batch.accepted': 'importId',
  'partner.batch.finished': 'importId',
  'oem.submission.finished': 'submissionId',
  'removal.plan.ready': 'planId',
  'removal.plan.awaiting_approval': 'planId',
  'removal.plan.done': 'planId',
  'removal.plan.partial': 'planId',
  'removal.plan.undone': 'planId',
  'repair.case.opened': 'caseId',
  'repair.case.submitted': 'caseId',
  'repair.case.denied': 'caseId',
  'repair.case.returned': 'caseId',
  'repair.case.verdict': 'caseId',
  'repair.case.closed': 'caseId',
  'repair.case.overdue': 'caseId',
  'approval.requested': 'approvalId',
  'approval.approved': 'approvalId',
  'approval.rejected': 'approvalId',
  'approval.expired': 'approvalId',
  /** An operator of the installation approves in place of the organization. */
  'approval.break_glass': 'approvalId',
  'transfer.offered': 'transferId',
  'transfer.completed': 'transferId',
  'transfer.declined': 'transferId',
  'transfer.disputed': 'transferId',
  'association.preassociated': 'associationId',
  'association.associated': 'associationId',
  'association.pending_removal': 'associationId',
  'association.stale': 'associationId',
  'association.removed': 'associationId',
  /** A technician has handed in a hash or a DeviceLink that waits for approval. */
  'intake.submitted': 'intakeId',
  'velocity.limit.reached': 'approvalId',
  /** Another tenant's device proved the key of a registration by hash alone. */
  'ownership.conflict.opened': 'registrationIds',
  /** It ended, and the registration went to the other tenant. */
  'ownership.conflict.lost': 'registrationIds',
  /** For operators: a tenant has used up its disclosures of today. */
  'tenant.disclosures.spent': 'spentBy',
  /** To one webhook alone, and not in the list of events. */
  'webhook.verify': 'webhookId',
  'webhook.test': 'webhookId',
} as const

export type EventType = keyof typeof eventTypes

/** What a follower or a webhook can ask for. */
export const followedTypes = Object.keys(eventTypes).filter(
  (each): each is EventType => !each.startsWith('webhook.'),
)
