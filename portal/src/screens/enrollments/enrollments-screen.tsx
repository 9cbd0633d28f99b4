/** Device management: who is enrolled, the tokens with which devices enroll, and what happens to those that do. */
import type { ReactNode } from 'react'
import { TabbedPage } from '../../look/tabbed-page.tsx'
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
  return (
    <TabbedPage
      title={enrollments.title}
      base="/enrollments"
      tabs={tabs}
      words={enrollments.tabs}
    />
  )
}
