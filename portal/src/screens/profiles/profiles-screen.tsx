/** All profiles. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useMemo } from 'react'
import type { DeploymentProfile } from 'taxiway-autopilot'
import type { ProfileUse } from 'taxiway-autopilot/admin'
import { Link, useLocation } from 'wouter'
import { useMay } from '../../api/me.ts'
import { useProfiles } from '../../api/profiles.ts'
import { useProfileUses } from '../../api/uses.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { number } from '../../texts/numbers.ts'
import { texts } from '../../texts/texts.ts'

const { profiles } = texts
const titles = profiles.columns

export function isHybrid(profile: Pick<DeploymentProfile, '@odata.type'>): boolean {
  return profile['@odata.type'].includes('activeDirectory')
}

type Listed = DeploymentProfile & { readonly use: ProfileUse | undefined }

const columns = [
  textColumn<Listed>(['name', titles.name], ({ displayName }) => displayName ?? '', {
    width: 220,
    phone: true,
    cell: ({ id, displayName }) => (
      <Link className="link" href={`/profiles/${id}`} tabIndex={-1}>
        <OutsideText text={displayName} />
      </Link>
    ),
  }),
  textColumn<Listed>(
    ['join', titles.join],
    (row) => (isHybrid(row) ? profiles.hybrid : profiles.entra),
    {
      width: 180,
    },
  ),
  textColumn<Listed>(
    ['mode', titles.mode],
    ({ outOfBoxExperienceSetting: oobe }) =>
      oobe?.deviceUsageType === 'shared' ? profiles.selfDeploying : profiles.userDriven,
    { width: 130 },
  ),
  textColumn<Listed>(
    ['template', titles.template],
    ({ deviceNameTemplate }) => deviceNameTemplate ?? '',
    {
      width: 150,
      cell: ({ deviceNameTemplate }) => <OutsideText text={deviceNameTemplate} />,
    },
  ),
  textColumn<Listed>(['assigned', titles.assigned], ({ use }) => targetsOf(use), {
    width: 200,
    grows: true,
    cell: ({ use }) => <OutsideText text={targetsOf(use)} />,
  }),
  textColumn<Listed>(
    ['devices', titles.devices],
    ({ use }) => (typeof use?.deviceCount === 'number' ? number(use.deviceCount) : ''),
    { width: 90, phone: true, isNumber: true },
  ),
  textColumn<Listed>(
    ['changed', titles.changed],
    ({ lastModifiedDateTime }) => lastModifiedDateTime ?? '',
    { width: 140, cell: ({ lastModifiedDateTime }) => <Time at={lastModifiedDateTime} /> },
  ),
]

function targetsOf(use: ProfileUse | undefined): string {
  if (use === undefined) return ''
  if (use.assignedTo.length === 0) return profiles.unassigned
  return use.assignedTo
    .map(({ kind, groupName }) => {
      if (kind === 'allDevices') return profiles.allDevices
      const name = groupName ?? profiles.someGroup
      return kind === 'excludedGroup' ? profiles.without(name) : name
    })
    .join(', ')
}

export function ProfilesScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useProfiles(may('profiles.read'))
  const uses = useProfileUses(may('profiles.read')).data
  const data = useMemo(
    () => query.data?.map((profile): Listed => ({ ...profile, use: uses?.get(profile.id) })),
    [query.data, uses],
  )
  if (!may('profiles.read')) return <NoPermission />
  const create = may('profiles.create') && (
    <Button appearance="primary" onClick={() => navigate('/profiles/new')}>
      {profiles.create}
    </Button>
  )
  return (
    <Page title={profiles.title} aside={create} isFull>
      <SimpleList
        name={profiles.title}
        query={{ ...query, data }}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ displayName }) => displayName ?? ''}
        onOpen={({ id }) => navigate(`/profiles/${id}`)}
        empty={
          <Empty picture="plane" title={profiles.empty} text={profiles.emptyText}>
            {create}
          </Empty>
        }
      />
    </Page>
  )
}
