/** Removal plans, newest first. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { removalOrders } from 'taxiway-autopilot'
import type { RemovalPlanHead } from 'taxiway-autopilot/admin'
import { useLocation } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { ActorName } from '../../look/actor.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Status } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { tones } from './tones.ts'

const { removals: words, common } = texts

const columns = [
  textColumn<RemovalPlanHead>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 150,
    phone: true,
    cell: ({ state }) => <Status tone={tones[state]}>{words.states[state]}</Status>,
  }),
  textColumn<RemovalPlanHead>(
    ['devices', words.columns.devices],
    ({ counts }) => String(counts.all),
    { width: 100, isNumber: true },
  ),
  textColumn<RemovalPlanHead>(['order', words.order], ({ order }) => removalOrders[order].title, {
    width: 340,
    grows: true,
  }),
  textColumn<RemovalPlanHead>(['reason', words.reason], ({ reason }) => reason ?? '', {
    width: 200,
    cell: ({ reason }) => <OutsideText text={reason} empty={common.empty} />,
  }),
  textColumn<RemovalPlanHead>(['by', words.by], ({ createdBy }) => createdBy, {
    width: 220,
    cell: ({ createdBy }) => <ActorName name={createdBy} />,
  }),
  textColumn<RemovalPlanHead>(['at', words.columns.at], (row) => row.createdDateTime, {
    width: 150,
    phone: true,
    cell: ({ createdDateTime }) => <Time at={createdDateTime} />,
  }),
]

export function RemovalsScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useLongList<RemovalPlanHead>(`${admin}/removal-plans?limit=200`, {
    by: 'cursor',
    enabled: may('removals.read'),
  })
  if (!may('removals.read')) return <NoPermission />
  return (
    <Page title={words.title} isFull>
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ createdDateTime }) => createdDateTime}
        onOpen={({ id }) => navigate(`/removals/${id}`)}
        empty={
          <Empty picture="plane" title={words.empty} text={words.emptyText}>
            <Button appearance="primary" onClick={() => navigate('/devices')}>
              {texts.nav.devices}
            </Button>
          </Empty>
        }
      />
    </Page>
  )
}
