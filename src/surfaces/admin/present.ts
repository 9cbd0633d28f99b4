/** Domain → wire, member by member: what is not named here does not leave the server. */
import type {
  ApplicationCertificate,
  ApplicationSecret,
  Application as WireApplication,
  RoleAssignment as WireAssignment,
  AuditEvent as WireAuditEvent,
  ImportJob as WireJob,
  Role as WireRole,
  Tenant as WireTenant,
} from 'taxiway-autopilot/admin'
import type { Role, RoleAssignment } from '../../core/access/roles.ts'
import type { Application } from '../../core/applications/application.ts'
import type { NamedCertificate } from '../../core/applications/application-certificates.ts'
import { certificateFacts } from '../../core/applications/certificate.ts'
import type { SecretName } from '../../core/applications/manage-applications.ts'
import { type AuditEvent, auditEventId } from '../../core/audit/audit-trail.ts'
import type { ImportJob } from '../../core/imports/import-jobs.ts'
import type { Tenant } from '../../core/tenants/tenant.ts'

export function presentRole(role: Role): WireRole {
  const { id, displayName, description, permissions, builtIn } = role
  return { id, displayName, description, permissions: [...permissions], builtIn }
}

export function presentAssignment(of: RoleAssignment): WireAssignment {
  const { id, roleId, principalKind, principalId, groupTags } = of
  return { id, roleId, principalKind, principalId, groupTags: groupTags && [...groupTags] }
}

export function presentApplication(of: Application): WireApplication {
  const { id, objectId, displayName, enabled, roles, signIn } = of
  return {
    applicationId: id,
    objectId,
    displayName,
    enabled,
    roles: [...roles],
    kind: signIn.kind,
    redirectUris: [...signIn.redirectUris],
    delegatedScopes: [...signIn.delegatedScopes],
    consentedScopes: [...signIn.consentedScopes],
  }
}

export function presentCertificate(of: NamedCertificate): ApplicationCertificate {
  const { subject, thumbprint, thumbprintSha256, notBefore, notAfter } = certificateFacts(of)
  return {
    id: of.id,
    displayName: of.displayName,
    subject,
    thumbprint,
    thumbprintSha256,
    notBefore: notBefore.toISOString(),
    expiresAt: notAfter.toISOString(),
  }
}

export function presentSecret({
  id,
  displayName,
  hint,
  createdAt,
  expiresAt,
}: SecretName): ApplicationSecret {
  return {
    id,
    displayName,
    hint,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}

export function presentTenant(tenant: Tenant): WireTenant {
  const { id, displayName, domains, importSeconds, createdAt } = tenant
  return {
    id,
    displayName,
    domains: [...domains],
    importSeconds,
    createdAt: createdAt.toISOString(),
  }
}

export function presentAuditEvent(event: AuditEvent): WireAuditEvent {
  const { seq, at, entry } = event
  return {
    id: auditEventId(event),
    seq,
    at: at.toISOString(),
    category: entry.category,
    activity: entry.activity,
    operation: entry.operation,
    result: entry.result,
    reason: entry.reason ?? null,
    correlationId: entry.correlationId,
    actor: { ...entry.actor },
    resources: [...entry.resources],
  }
}

export function presentJob(job: ImportJob): WireJob {
  const { importId, rows, decided, attempts, dueAt } = job
  return { importId, rows, decided, attempts, dueAt: dueAt.toISOString() }
}
