/** All groups. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useMemo } from 'react'
import type { Group } from 'taxiway-autopilot'
import type { GroupUse } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { graphV1 } from '../../api/ask.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { useGroupUses } from '../../api/uses.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { groups } = texts
const titles = groups.columns

type Listed = Group & { readonly use: GroupUse | undefined }

const columns = [
  textColumn<Listed>(['name', titles.name], ({ displayName }) => displayName ?? '', {
    width: 220,
    phone: true,
    cell: ({ id, displayName }) => (
      <Link className="link" href={`/groups/${id}`} tabIndex={-1}>
        <OutsideText text={displayName} />
      </Link>
    ),
  }),
  textColumn<Listed>(
    ['kind', titles.kind],
    ({ membershipRule }) => (membershipRule ? groups.byRule : groups.byHand),
    {
      width: 100,
    },
  ),
  textColumn<Listed>(['members', titles.members], ({ use }) => membersOf(use), {
    width: 100,
    phone: true,
    isNumber: true,
  }),
  textColumn<Listed>(['used', titles.used], ({ use }) => usersOf(use), {
    width: 200,
    cell: ({ use }) => <OutsideText text={usersOf(use)} />,
  }),
  textColumn<Listed>(['rule', titles.rule], ({ membershipRule }) => membershipRule ?? '', {
    width: 300,
    grows: true,
    cell: ({ membershipRule }) => <OutsideText text={membershipRule} />,
  }),
  textColumn<Listed>(['created', titles.created], ({ createdDateTime }) => createdDateTime ?? '', {
    width: 140,
    cell: ({ createdDateTime }) => <Time at={createdDateTime} />,
  }),
]

function membersOf(use: GroupUse | undefined): string {
  return use === undefined || use.memberCount === null ? '' : number(use.memberCount)
}

function usersOf(use: GroupUse | undefined): string {
  return [...(use?.profiles ?? []), ...(use?.roles ?? [])].join(', ')
}

export function GroupsScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useLongList<Group>(`${graphV1}/groups?$top=999`, {
    by: 'after',
    enabled: may('groups.read'),
  })
  const uses = useGroupUses(may('groups.read')).data
  const data = useMemo(
    () => query.data?.map((group): Listed => ({ ...group, use: uses?.get(group.id ?? '') })),
    [query.data, uses],
  )
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
        query={{ ...query, data }}
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
