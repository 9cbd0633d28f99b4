/** Enrolled devices, newest first. */
import { type ReactNode, useState } from 'react'
import type { EnrollmentView } from 'taxiway-autopilot/admin'
import { admin } from '../../api/ask.ts'
import { useLongList } from '../../api/long-list.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Empty } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { EnrollmentPane } from './enrollment-pane.tsx'

const { enrollments: words, common } = texts
const tones: Readonly<Record<EnrollmentView['state'], Tone>> = {
  active: 'good',
  leaving: 'busy',
  ended: 'idle',
}

const columns = [
  textColumn<EnrollmentView>(['name', words.columns.name], (row) => nameOf(row), {
    width: 200,
    grows: true,
    phone: true,
    cell: (row) => <OutsideText text={nameOf(row)} />,
  }),
  textColumn<EnrollmentView>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 140,
    phone: true,
    cell: ({ state }) => <Status tone={tones[state]}>{words.states[state]}</Status>,
  }),
  textColumn<EnrollmentView>(
    ['user', words.columns.user],
    ({ userPrincipalName }) => userPrincipalName ?? '',
    {
      width: 220,
      cell: ({ userPrincipalName }) => (
        <OutsideText text={userPrincipalName} empty={common.empty} />
      ),
    },
  ),
  textColumn<EnrollmentView>(
    ['ownership', words.columns.ownership],
    ({ ownership }) => words.ownership[ownership],
    { width: 130 },
  ),
  textColumn<EnrollmentView>(
    ['enrolled', words.columns.enrolled],
    ({ enrolledDateTime }) => enrolledDateTime,
    { width: 130, cell: ({ enrolledDateTime }) => <Time at={enrolledDateTime} /> },
  ),
  textColumn<EnrollmentView>(
    ['seen', words.columns.seen],
    ({ lastSeenDateTime }) => lastSeenDateTime ?? '',
    { width: 130, cell: ({ lastSeenDateTime }) => <Time at={lastSeenDateTime} /> },
  ),
]

function nameOf({ deviceName }: EnrollmentView): string {
  return deviceName ?? words.unnamed
}

export function DevicesTab(): ReactNode {
  const [open, setOpen] = useState<string>()
  const query = useLongList<EnrollmentView>(`${admin}/enrollments?limit=200`, { by: 'after' })
  const shown = query.data?.find(({ id }) => id === open)
  return (
    <>
      <SimpleList
        name={words.tabs.devices}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={nameOf}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="devices" title={words.empty} text={words.emptyText} />}
      />
      {shown !== undefined && <EnrollmentPane of={shown} onClose={() => setOpen(undefined)} />}
    </>
  )
}
