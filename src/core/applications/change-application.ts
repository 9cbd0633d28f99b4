/** Changing an application's name, how people sign in to it, and what it may do as itself. */

import type { Caller } from '../access/caller.ts'
import { requireGivable } from '../access/manage-roles.ts'
import { permissionsOf } from '../access/permissions.ts'
import { noteAudit } from '../acting.ts'
import type { Application } from './application.ts'
import type { SignInSettings } from './application-kind.ts'
import {
  type ApplicationDeps,
  findApplication,
  holdApplication,
  refuseUnknownRoles,
  requireAllOf,
} from './manage-applications.ts'
import { mergedSignIn } from './sign-in-settings.ts'

export type ApplicationChange = {
  readonly enabled?: boolean | undefined
  readonly displayName?: string | undefined
  readonly roles?: readonly string[] | undefined
} & {
  readonly [Name in Exclude<keyof SignInSettings, 'consentedScopes'>]?:
    | SignInSettings[Name]
    | undefined
}

/**
 * Only what is given changes. Disabling an application, or taking permissions away, requires only the permission to
 * manage applications. Any other change requires every permission the application has, because deciding where codes
 * are sent is as powerful as holding a secret.
 */
export async function changeApplication(
  deps: ApplicationDeps,
  caller: Caller,
  { applicationId, ...change }: ApplicationChange & { readonly applicationId: string },
): Promise<Application> {
  const before = await holdApplication(deps, caller.tenantId, applicationId)
  const { enabled = before.enabled, ...rest } = change
  const { displayName = before.displayName, roles = before.roles, ...settings } = rest
  refuseUnknownRoles(roles.filter((role) => !before.roles.includes(role)))
  if (!isOnlyLess(before, change)) {
    await requireAllOf(deps, caller, before)
    await requireGivable(deps, caller, [...permissionsOf(roles)])
  }
  const { tenantId, id } = before
  await deps.applications.ensure({ ...before, displayName, roles, secrets: [] })
  await deps.applications.setSignIn(tenantId, id, mergedSignIn(before.signIn, settings))
  if (enabled !== before.enabled) await deps.applications.setEnabled(tenantId, id, enabled)
  const after = await findApplication(deps, tenantId, id)
  noteChange(before, after)
  return after
}

function isOnlyLess(before: Application, change: ApplicationChange): boolean {
  const named = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : name))
  return (
    named.every((name) => name === 'enabled' || name === 'roles') &&
    change.enabled !== true &&
    (change.roles ?? []).every((role) => before.roles.includes(role))
  )
}

const auditedProperties = ['displayName', 'roles', 'enabled'] as const
const shownOfSignIn = ['kind', 'redirectUris', 'delegatedScopes'] as const

function noteChange(before: Application, after: Application): void {
  const properties = [
    ...auditedProperties.map((name) => ({
      name,
      before: text(before[name]),
      after: text(after[name]),
    })),
    ...shownOfSignIn.map((name) => ({
      name,
      before: text(before.signIn[name]),
      after: text(after.signIn[name]),
    })),
  ].filter((each) => each.before !== each.after)
  noteAudit({ type: 'Application', id: after.id, name: after.displayName, properties })
}

function text(value: string | boolean | readonly string[]): string {
  return typeof value === 'object' ? value.join(' ') : String(value)
}
