/** A page of tabs: everyone sees those that they may read, and the address names the open one. */
import type { ComponentType, ReactNode } from 'react'
import { useLocation, useParams } from 'wouter'
import { useMay } from '../api/me.ts'
import { Page } from './page.tsx'
import { NoPermission, NotFound } from './states.tsx'
import { Tabs } from './tabs.tsx'

export type PageTab<Key extends string> = {
  readonly key: Key
  readonly permission: string
  readonly show: ComponentType
}

type TabbedPageProps<Key extends string> = {
  readonly title: string
  /** The address without the tab, which follows it. */
  readonly base: string
  readonly tabs: readonly PageTab<Key>[]
  readonly words: Readonly<Record<Key, string>>
}

export function TabbedPage<Key extends string>(props: TabbedPageProps<Key>): ReactNode {
  const { title, base, tabs, words } = props
  const may = useMay()
  const { tab: wanted } = useParams()
  const [, navigate] = useLocation()
  const shown = tabs.filter(({ permission }) => may(permission))
  const tab = wanted === undefined ? shown[0] : tabs.find(({ key }) => key === wanted)
  if (wanted !== undefined && tab === undefined) return <NotFound />
  if (tab === undefined || !may(tab.permission)) return <NoPermission />
  const Content = tab.show
  return (
    <Page title={title} isFull>
      <Tabs
        of={shown.map(({ key }) => [key, words[key]] as const)}
        chosen={tab.key}
        onChoose={(key) => navigate(`${base}/${key}`)}
      />
      <Content />
    </Page>
  )
}
