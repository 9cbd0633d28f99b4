/** A partner's customers, and the requests that may make more of them. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { PartnerCustomer } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { customers } from '../../texts/partner-texts.ts'
import { wordsOfScope } from '../partners/scopes.tsx'
import { AskPane } from './ask-pane.tsx'
import { OwnRequests } from './own-requests.tsx'

const titles = customers.columns

const columns = [
  textColumn<PartnerCustomer>(['name', titles.name], ({ displayName }) => displayName, {
    width: 240,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<PartnerCustomer>(['domain', titles.domain], ({ domain }) => domain, { width: 200 }),
  textColumn<PartnerCustomer>(
    ['may', titles.may],
    ({ scopes }) => scopes.map(wordsOfScope).join(' · '),
    { width: 480, grows: true },
  ),
  textColumn<PartnerCustomer>(['until', titles.until], ({ validUntil }) => validUntil, {
    width: 130,
    phone: true,
    cell: ({ validUntil }) => <Time at={validUntil} asDay />,
  }),
]

export function CustomersScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const [asks, setAsks] = useState(false)
  const query = useEntities<PartnerCustomer>(
    `${admin}/partner/customers`,
    may('partner-customers.read'),
  )
  if (!may('partner-customers.read')) return <NoPermission />
  const ask = may('relationships.write') && (
    <Button appearance="primary" onClick={() => setAsks(true)}>
      {customers.ask}
    </Button>
  )
  return (
    <Page title={customers.title} aside={ask}>
      <SimpleList
        name={customers.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ displayName }) => displayName}
        onOpen={({ id }) => navigate(`/customers/${id}`)}
        empty={<Empty picture="windsock" title={customers.empty} text={customers.emptyText} />}
      />
      {may('relationships.write') && <OwnRequests />}
      {asks && <AskPane onClose={() => setAsks(false)} />}
    </Page>
  )
}
