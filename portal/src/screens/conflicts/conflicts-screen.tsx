/** What waits for a person to say whether it is the same device. */
import type { ReactNode } from 'react'
import type { Conflict } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { admin } from '../../api/ask.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { conflicts, deviceList } = texts

const columns = [
  textColumn<Conflict>(
    ['serial', conflicts.columns.serial],
    ({ serialNumber }) => serialNumber ?? '',
    {
      width: 180,
      phone: true,
      cell: ({ id, serialNumber }) => (
        <Link className="link" href={`/conflicts/${id}`} tabIndex={-1}>
          <OutsideText text={serialNumber} empty={deviceList.noSerial} />
        </Link>
      ),
    },
  ),
  textColumn<Conflict>(['why', conflicts.columns.why], ({ sentence }) => sentence, {
    width: 480,
    grows: true,
    cell: ({ sentence }) => <OutsideText text={sentence} />,
  }),
  textColumn<Conflict>(
    ['since', conflicts.columns.since],
    ({ createdDateTime }) => createdDateTime,
    {
      width: 140,
      phone: true,
      cell: ({ createdDateTime }) => <Time at={createdDateTime} />,
    },
  ),
]

export function ConflictsScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useLongList<Conflict>(`${admin}/conflicts?state=open&limit=500`, {
    by: 'after',
    enabled: may('identity.read'),
  })
  if (!may('identity.read')) return <NoPermission />
  return (
    <Page title={conflicts.title} isFull>
      <SimpleList
        name={conflicts.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ serialNumber }) => serialNumber ?? ''}
        onOpen={({ id }) => navigate(`/conflicts/${id}`)}
        empty={<Empty picture="plane" title={conflicts.empty} text={conflicts.emptyText} />}
      />
    </Page>
  )
}
