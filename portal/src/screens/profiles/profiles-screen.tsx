/** All profiles. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { DeploymentProfile } from 'taxiway-autopilot'
import { Link, useLocation } from 'wouter'
import { graph } from '../../api/ask.ts'
import { useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { profiles } = texts
const titles = profiles.columns

export const profilesPath = `${graph}/deviceManagement/windowsAutopilotDeploymentProfiles`

export function isHybrid(profile: Pick<DeploymentProfile, '@odata.type'>): boolean {
  return profile['@odata.type'].includes('activeDirectory')
}

const columns = [
  textColumn<DeploymentProfile>(['name', titles.name], ({ displayName }) => displayName ?? '', {
    width: 260,
    phone: true,
    cell: ({ id, displayName }) => (
      <Link className="link" href={`/profiles/${id}`} tabIndex={-1}>
        <OutsideText text={displayName} />
      </Link>
    ),
  }),
  textColumn<DeploymentProfile>(
    ['join', titles.join],
    (row) => (isHybrid(row) ? profiles.hybrid : profiles.entra),
    {
      width: 200,
    },
  ),
  textColumn<DeploymentProfile>(
    ['mode', titles.mode],
    ({ outOfBoxExperienceSetting: oobe }) =>
      oobe?.deviceUsageType === 'shared' ? profiles.selfDeploying : profiles.userDriven,
    { width: 140, phone: true },
  ),
  textColumn<DeploymentProfile>(
    ['template', titles.template],
    ({ deviceNameTemplate }) => deviceNameTemplate ?? '',
    {
      width: 180,
      cell: ({ deviceNameTemplate }) => <OutsideText text={deviceNameTemplate} />,
    },
  ),
  textColumn<DeploymentProfile>(
    ['changed', titles.changed],
    ({ lastModifiedDateTime }) => lastModifiedDateTime ?? '',
    { width: 140, cell: ({ lastModifiedDateTime }) => <Time at={lastModifiedDateTime} /> },
  ),
]

export function ProfilesScreen(): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const query = useEntities<DeploymentProfile>(profilesPath, may('profiles.read'))
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
        query={query}
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
