/** Who may what: people, roles, applications, hardware tokens, and how people sign in. */
import type { ReactNode } from 'react'
import { useLocation, useParams } from 'wouter'
import { useMay } from '../../api/me.ts'
import { Page } from '../../look/page.tsx'
import { NoPermission } from '../../look/states.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { texts } from '../../texts/texts.ts'
import { ApplicationsTab } from './applications-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import { RolesTab } from './roles-tab.tsx'
import { SignInTab } from './sign-in-tab.tsx'
import { TokensTab } from './tokens-tab.tsx'

const { access } = texts

const tabs = [
  { key: 'people', permission: 'users.read', show: PeopleTab },
  { key: 'roles', permission: 'roles.read', show: RolesTab },
  { key: 'applications', permission: 'applications.read', show: ApplicationsTab },
  { key: 'tokens', permission: 'factors.read', show: TokensTab },
  { key: 'sign-in', permission: 'factors.read', show: SignInTab },
] as const

export function AccessScreen(): ReactNode {
  const may = useMay()
  const { tab: wanted } = useParams()
  const [, navigate] = useLocation()
  const shown = tabs.filter(({ permission }) => may(permission))
  const tab = wanted === undefined ? shown[0] : tabs.find(({ key }) => key === wanted)
  if (tab === undefined || !may(tab.permission)) return <NoPermission />
  const Content = tab.show
  return (
    <Page title={access.title} isFull>
      <Tabs
        of={shown.map(({ key }) => [key, access.tabs[key]])}
        chosen={tab.key}
        onChoose={(key) => navigate(`/access/${key}`)}
      />
      <Content />
    </Page>
  )
}
