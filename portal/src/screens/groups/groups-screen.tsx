/** All groups. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Group } from 'taxiway-autopilot'
import { Link, useLocation } from 'wouter'
import { graphV1 } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { groups } = texts
const titles = groups.columns

const columns = [
  textColumn<Group>(['name', titles.name], ({ displayName }) => displayName ?? '', {
    width: 260,
    phone: true,
    cell: ({ id, displayName }) => (
      <Link className="link" href={`/groups/${id}`} tabIndex={-1}>
        <OutsideText text={displayName} />
      </Link>
    ),
  }),
  textColumn<Group>(
    ['kind', titles.kind],
    ({ membershipRule }) => (membershipRule ? groups.byRule : groups.byHand),
    {
      width: 120,
      phone: true,
    },
  ),
  textColumn<Group>(['rule', titles.rule], ({ membershipRule }) => membershipRule ?? '', {
    width: 420,
    cell: ({ membershipRule }) => <OutsideText text={membershipRule} />,
  }),
  textColumn<Group>(['created', titles.created], ({ createdDateTime }) => createdDateTime ?? '', {
    width: 140,
    cell: ({ createdDateTime }) => <Time at={createdDateTime} />,
  }),
]

export function GroupsScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useEntities<Group>(`${graphV1}/groups?$top=999`, may('groups.read'))
  if (!may('groups.read')) return <NoPermission />
  const create = may('groups.write') && (
    <Button appearance="primary" onClick={() => navigate('/groups/new')}>
      {groups.create}
    </Button>
  )
  return (
    <Page title={groups.title} aside={create} isFull>
      <SimpleList
        name={groups.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id ?? ''}
        nameOf={({ displayName }) => displayName ?? ''}
        onOpen={({ id }) => navigate(`/groups/${id}`)}
        empty={
          <Empty picture="windsock" title={groups.empty} text={groups.emptyText}>
            {create}
          </Empty>
        }
      />
    </Page>
  )
}
