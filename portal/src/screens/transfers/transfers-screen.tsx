/** Devices that this tenant gives to others or receives from them. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { TransferView } from 'taxiway-autopilot/admin'
import { useMay } from '../../api/me.ts'
import { useTransfers } from '../../api/transfers.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { transfers as words } from '../../texts/transfer-texts.ts'
import { AcceptPane } from './accept-pane.tsx'
import { OfferPane } from './offer-pane.tsx'
import { TransferPane, whatOf } from './transfer-pane.tsx'

const columns = [
  textColumn<TransferView>(['what', words.columns.what], whatOf, {
    width: 320,
    grows: true,
    phone: true,
    cell: (row) => <OutsideText text={whatOf(row)} />,
  }),
  textColumn<TransferView>(['side', words.columns.side], ({ side }) => words.sides[side], {
    width: 120,
  }),
  textColumn<TransferView>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 130,
    phone: true,
  }),
  textColumn<TransferView>(['until', words.columns.until], (row) => row.expiresDateTime, {
    width: 150,
    cell: ({ state, expiresDateTime }) =>
      state === 'offered' ? <Time at={expiresDateTime} /> : texts.common.empty,
  }),
  textColumn<TransferView>(['since', words.columns.since], (row) => row.createdDateTime, {
    width: 150,
    cell: ({ createdDateTime }) => <Time at={createdDateTime} />,
  }),
]

export function TransfersScreen(): ReactNode {
  const may = useMay()
  const [pane, setPane] = useState<'offer' | 'accept' | TransferView>()
  const query = useTransfers()
  if (!(may('transfers.read') || may('tenants.write'))) return <NoPermission />
  const close = () => setPane(undefined)
  return (
    <Page
      title={words.title}
      isFull
      aside={
        <div className="row wrap">
          {may('transfers.offer') && (
            <Button appearance="primary" onClick={() => setPane('offer')}>
              {words.offer}
            </Button>
          )}
          {may('transfers.accept') && (
            <Button onClick={() => setPane('accept')}>{words.accept}</Button>
          )}
        </div>
      }
    >
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={whatOf}
        onOpen={setPane}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
      {pane === 'offer' && <OfferPane onClose={close} />}
      {pane === 'accept' && <AcceptPane onClose={close} />}
      {typeof pane === 'object' && <TransferPane of={pane} onClose={close} />}
    </Page>
  )
}
