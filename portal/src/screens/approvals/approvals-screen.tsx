/** What waits for a second person, and what was decided. */
import { type ReactNode, useState } from 'react'
import type { Approval } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { ActorName } from '../../look/actor.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { ApprovalPane, actionOf } from './approval-pane.tsx'

const { approvals: words, common } = texts

const columns = [
  textColumn<Approval>(['what', words.columns.what], actionOf, {
    width: 260,
    grows: true,
    phone: true,
  }),
  textColumn<Approval>(['devices', words.columns.devices], (row) => String(row.subjects.count), {
    width: 100,
    isNumber: true,
  }),
  textColumn<Approval>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 150,
    phone: true,
  }),
  textColumn<Approval>(['by', words.columns.by], ({ requestedBy }) => requestedBy, {
    width: 260,
    cell: ({ requestedBy }) => <ActorName name={requestedBy} />,
  }),
  textColumn<Approval>(['until', words.columns.until], (row) => row.expiresAt, {
    width: 150,
    cell: ({ state, expiresAt }) => (state === 'pending' ? <Time at={expiresAt} /> : common.empty),
  }),
]

export function ApprovalsScreen(): ReactNode {
  const may = useMay()
  const [open, setOpen] = useState<string>()
  const query = useLongList<Approval>(`${admin}/approvals?limit=200`, {
    by: 'cursor',
    enabled: may('approvals.read'),
  })
  if (!may('approvals.read')) return <NoPermission />
  const shown = query.data?.find(({ id }) => id === open)
  const broken = query.data?.filter(({ brokenBy }) => brokenBy.length > 0).length ?? 0
  return (
    <Page title={words.title} isFull>
      {broken > 0 && (
        <p className="bar warning" role="status">
          {words.brokenBar(broken)}
        </p>
      )}
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={actionOf}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
      {shown !== undefined && <ApprovalPane of={shown} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}
