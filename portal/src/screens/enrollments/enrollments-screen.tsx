/** Device management: who is enrolled, the tokens with which devices enrol, and what happens to those that do. */
import type { ReactNode } from 'react'
import { useLocation, useParams } from 'wouter'
import { useMay } from '../../api/me.ts'
import { Page } from '../../look/page.tsx'
import { NoPermission } from '../../look/states.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { texts } from '../../texts/texts.ts'
import { DevicesTab } from './devices-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { TokensTab } from './tokens-tab.tsx'

const { enrollments } = texts

const tabs = [
  { key: 'devices', permission: 'managed-devices.read', show: DevicesTab },
  { key: 'tokens', permission: 'enrollment-tokens.read', show: TokensTab },
  { key: 'settings', permission: 'enrollment-configurations.read', show: SettingsTab },
] as const

export function EnrollmentsScreen(): ReactNode {
  const may = useMay()
  const { tab: wanted } = useParams()
  const [, navigate] = useLocation()
  const shown = tabs.filter(({ permission }) => may(permission))
  const tab = wanted === undefined ? shown[0] : tabs.find(({ key }) => key === wanted)
  if (tab === undefined || !may(tab.permission)) return <NoPermission />
  const Content = tab.show
  return (
    <Page title={enrollments.title} isFull>
      <Tabs
        of={shown.map(({ key }) => [key, enrollments.tabs[key]])}
        chosen={tab.key}
        onChoose={(key) => navigate(`/enrollments/${key}`)}
      />
      <Content />
    </Page>
  )
}
