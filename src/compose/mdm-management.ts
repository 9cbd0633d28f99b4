/** What a managed device's session reads and changes, in the transaction of one message. */
import type { Enrollment } from '../core/enrollment/enrollment.ts'
import { newImportId, receiptId } from '../core/ids.ts'
import type { SessionDeps } from '../core/management/continue-session.ts'
import { forgetManaged, keepManaged } from '../core/management/managed-list.ts'
import { isUserless, pageFor, profileOf, targetOf } from '../core/management/recipient.ts'
import { appendAudit } from '../storage/audit/append-audit.ts'
import { deploymentEventsIn } from '../storage/deployment/deployment-events.ts'
import { devicesIn } from '../storage/devices/devices.ts'
import { enrollmentsIn } from '../storage/enrollment/enrollments.ts'
import { enrollmentSettingsIn } from '../storage/enrollment/settings.ts'
import { importedDevicesIn } from '../storage/imports/imports.ts'
import { isTakenIn } from '../storage/management/enrollment-facts.ts'
import { managementSessionsIn } from '../storage/management/sessions.ts'
import type { Transaction } from '../storage/sql/store.ts'
import { tenantsIn } from '../storage/tenants/tenants.ts'
import type { Base } from './base.ts'
import type { Deciding } from './deciding.ts'
import { isHashOf } from './mdm-hash.ts'
import { reportingIn } from './ports/association-ports.ts'
import { graphPortsIn } from './ports/graph-ports.ts'

export function managementIn(unit: Transaction, base: Base, deciding: Deciding): SessionDeps {
  const { now, wrap } = base
  const graph = graphPortsIn(unit)
  const own = { devices: devicesIn(unit), people: graph.directoryPeople, now }
  const recipient = {
    ...graph,
    ...own,
    policies: graph.enrollmentConfigurations,
    settings: enrollmentSettingsIn(unit),
    tenants: tenantsIn(unit),
  }
  const enrollments = enrollmentsIn(unit)
  const list = {
    ...own,
    managed: graph.managed,
    enrollments,
    profileOf: async (device: Parameters<typeof profileOf>[1]) => {
      const profile = await profileOf(recipient, device)
      return profile && { name: profile.displayName, isUserless: isUserless(profile) }
    },
  }
  const imports = importedDevicesIn(unit, wrap)
  const place = ({ tenantId, id }: Enrollment) => ({ tenantId, enrollmentId: id })
  return {
    now,
    enrollments,
    isTaken: isTakenIn(unit),
    isHashOf: isHashOf(unit, base, deciding),
    async submit(tenantId, submission) {
      const id = newImportId()
      const through = { channel: 'mdmAuto' } as const
      await imports.add({ id, tenantId, submissions: [submission], through })
      return receiptId(id, 1)
    },
    receipt: (tenantId, id) => imports.find(tenantId, id),
    link: async ({ tenantId, id }, registrationId) => {
      await enrollments.change(tenantId, id, { registrationId })
    },
    note: (holder, event) => deploymentEventsIn(unit).add(holder, event),
    targetOf: (enrollment) => targetOf(recipient, enrollment),
    pageFor: (enrollment) => pageFor(recipient, enrollment),
    keepManaged: (enrollment, of) => keepManaged(list, enrollment, of),
    forgetManaged: (enrollment) => forgetManaged(list, enrollment),
    keepMismatch: (enrollment, data) =>
      managementSessionsIn(unit, wrap).keepMismatch(place(enrollment), data),
    ...reportingIn(unit, now),
    async noteWipeRefused({ tenantId, registrationId: id }) {
      if (id !== null) await own.devices.change(tenantId, id, { enrollmentState: 'enrolled' })
    },
    record: (tenantId, entry) => appendAudit(unit.client, tenantId, [entry]),
  }
}
