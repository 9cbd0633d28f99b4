/** One customer of a partner: its batches, what was uploaded, and the partner's profiles there. */

import type { ReactNode } from 'react'
import type { PartnerCustomer, PartnerSubmission } from 'taxiway-autopilot/admin'
import { useLocation, useParams } from 'wouter'
import { admin } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { useEntities } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList } from '../../grid/simple-list.tsx'
import { visible } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty } from '../../look/states.tsx'
import { Tabs } from '../../look/tabs.tsx'
import { customers, partners } from '../../texts/partner-texts.ts'
import { submissionColumns } from '../partners/partner-screen.tsx'
import { BatchesTab } from './batches-tab.tsx'
import { ProfilesTab } from './profiles-tab.tsx'

const keys = ['devices', 'jobs', 'profiles'] as const

export function CustomerScreen(): ReactNode {
  const may = useMay()
  const { customer = '', tab: wanted } = useParams()
  const [, navigate] = useLocation()
  const all = useEntities<PartnerCustomer>(`${admin}/partner/customers`)
  const of = all.data?.find(({ id }) => id === customer)
  const tab = keys.find((key) => key === wanted) ?? 'devices'
  const mayProfiles =
    may('partner-policies.write') && of?.scopes.includes('policies.manage') === true
  return (
    <Page title={visible(of?.displayName ?? customers.title)}>
      <Tabs
        of={keys
          .filter((key) => key !== 'profiles' || mayProfiles)
          .map((key) => [key, customers.tabs[key]])}
        chosen={tab}
        onChoose={(key) => navigate(`/customers/${customer}/${key}`)}
      />
      {tab === 'devices' && <BatchesTab customer={customer} />}
      {tab === 'jobs' && <Jobs customer={customer} />}
      {tab === 'profiles' && <ProfilesTab customer={customer} />}
    </Page>
  )
}

function Jobs({ customer }: { customer: string }): ReactNode {
  const [, navigate] = useLocation()
  const query = useLongList<PartnerSubmission>(`${pathOfCustomer(customer)}/jobs?limit=200`, {
    by: 'after',
  })
  return (
    <SimpleList
      name={customers.tabs.jobs}
      query={query}
      columns={submissionColumns}
      idOf={({ id }) => id}
      nameOf={({ batch, at }) => batch ?? at}
      onOpen={({ id }) => navigate(`/customers/${customer}/uploads/${id}`)}
      empty={
        <Empty picture="plane" title={partners.submissions.empty} text={customers.uploadHint} />
      }
    />
  )
}
