/** Changing what an application is called, how people sign in to it, and what it may do as itself. */
import { noteAudit } from '../access/acting.ts'
import type { Caller } from '../access/caller.ts'
import { requireGivable } from '../access/manage-roles.ts'
import { permissionsOf } from '../access/permissions.ts'
import type { Application } from './application.ts'
import {
  type ApplicationDeps,
  findApplication,
  refuseUnknownRoles,
  requireAllOf,
} from './manage-applications.ts'
import { mergedSignIn, type SignInSettings } from './sign-in-settings.ts'

export type ApplicationChange = {
  readonly displayName?: string | undefined
  readonly roles?: readonly string[] | undefined
} & {
  readonly [Name in Exclude<keyof SignInSettings, 'consentedScopes'>]?:
    | SignInSettings[Name]
    | undefined
}

/** Only what is given changes. New roles must be the caller's to give; where codes are sent is as good as a secret. */
export async function changeApplication(
  deps: ApplicationDeps,
  caller: Caller,
  { applicationId, ...change }: ApplicationChange & { readonly applicationId: string },
): Promise<Application> {
  const before = await findApplication(deps, caller.tenantId, applicationId)
  const { displayName = before.displayName, roles = before.roles, ...settings } = change
  refuseUnknownRoles(roles.filter((role) => !before.roles.includes(role)))
  await requireAllOf(deps, caller, before)
  await requireGivable(deps, caller, [...permissionsOf(roles)])
  const { tenantId, id } = before
  await deps.applications.ensure({ ...before, displayName, roles, secrets: [] })
  await deps.applications.setSignIn(tenantId, id, mergedSignIn(before.signIn, settings))
  const after = await findApplication(deps, tenantId, id)
  noteChange(before, after)
  return after
}

const told = ['displayName', 'roles'] as const
const toldOfSignIn = ['kind', 'redirectUris', 'delegatedScopes'] as const

function noteChange(before: Application, after: Application): void {
  const properties = [
    ...told.map((name) => ({ name, before: text(before[name]), after: text(after[name]) })),
    ...toldOfSignIn.map((name) => ({
      name,
      before: text(before.signIn[name]),
      after: text(after.signIn[name]),
    })),
  ].filter((each) => each.before !== each.after)
  noteAudit({ type: 'Application', id: after.id, name: after.displayName, properties })
}

function text(value: string | readonly string[]): string {
  return typeof value === 'string' ? value : value.join(' ')
}
