/** Who may what: people, roles, applications, hardware tokens, and how people sign in. */
import type { ReactNode } from 'react'
import { TabbedPage } from '../../look/tabbed-page.tsx'
import { access } from '../../texts/access-texts.ts'
import { ApplicationsTab } from './applications-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { RolesTab } from './roles-tab.tsx'
import { SignInTab } from './sign-in-tab.tsx'
import { TokensTab } from './tokens-tab.tsx'

const tabs = [
  { key: 'people', permission: 'users.read', show: PeopleTab },
  { key: 'roles', permission: 'roles.read', show: RolesTab },
  { key: 'applications', permission: 'applications.read', show: ApplicationsTab },
  { key: 'tokens', permission: 'factors.read', show: TokensTab },
  { key: 'sign-in', permission: 'factors.read', show: SignInTab },
] as const

export function AccessScreen(): ReactNode {
  return <TabbedPage title={access.title} base="/access" tabs={tabs} words={access.tabs} />
}
