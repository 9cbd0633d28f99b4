/** Which groups a profile reaches. */
import { Button, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Group, ProfileAssignment } from 'taxiway-autopilot'
import { Link } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { ask, graphV1 } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { profilesPath } from '../../api/profiles.ts'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { profiles, common } = texts

export function Assignments({ id }: { id: string }): ReactNode {
  const may = useMay()
  const path = `${profilesPath}/${id}/assignments`
  const assignments = useEntities<ProfileAssignment>(path)
  const groups = useEntities<Group>(`${graphV1}/groups?$top=999`, may('groups.read'))
  const [chosen, setChosen] = useState('')

  async function add(
    kind: 'groupAssignmentTarget' | 'exclusionGroupAssignmentTarget' | 'allDevicesAssignmentTarget',
  ) {
    const target = {
      '@odata.type': `#microsoft.graph.${kind}`,
      ...(kind !== 'allDevicesAssignmentTarget' && { groupId: chosen }),
    }
    if (await attempt(() => ask(path, { method: 'POST', body: { target } })))
      await entitiesChanged()
  }

  async function remove(assignment: string): Promise<void> {
    const isDone = await attempt(() =>
      ask(`${path}/${encodeURIComponent(assignment)}`, { method: 'DELETE' }),
    )
    if (isDone) await entitiesChanged()
  }

  return (
    <section className="card stack">
      <h2>{profiles.groups.assignments}</h2>
      <p className="quiet small">{profiles.oldestWins}</p>
      <Loaded query={assignments}>
        {(list) => (
          <ul className="plain">
            {list.map((each) => (
              <li key={each.id} className="row">
                <span className="grow">
                  <Target of={each} groups={groups.data ?? []} />
                </span>
                {may('profiles.assign') && (
                  <Button size="small" onClick={() => void remove(each.id)}>
                    {common.remove}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {may('profiles.assign') && (
        <>
          <Select
            aria-label={profiles.group}
            value={chosen}
            onChange={(_, { value }) => setChosen(value)}
          >
            <option value="">{profiles.addGroup}</option>
            {groups.data?.map((group) => (
              <option key={group.id} value={group.id ?? ''}>
                {visible(group.displayName ?? '')}
              </option>
            ))}
          </Select>
          <div className="row wrap">
            <Button
              size="small"
              disabled={chosen === ''}
              onClick={() => void add('groupAssignmentTarget')}
            >
              {profiles.include}
            </Button>
            <Button
              size="small"
              disabled={chosen === ''}
              onClick={() => void add('exclusionGroupAssignmentTarget')}
            >
              {profiles.exclude}
            </Button>
            <Button size="small" onClick={() => void add('allDevicesAssignmentTarget')}>
              {profiles.allDevices}
            </Button>
          </div>
        </>
      )}
    </section>
  )
}

function Target({ of, groups }: { of: ProfileAssignment; groups: readonly Group[] }): ReactNode {
  const target = of.target as { readonly '@odata.type'?: string; readonly groupId?: string }
  const kind = target['@odata.type'] ?? ''
  if (kind.includes('allDevices')) return profiles.allDevices
  const name = groups.find(({ id }) => id === target.groupId)?.displayName ?? target.groupId
  return (
    <>
      <span className="quiet">
        {kind.includes('exclusion') ? profiles.excluded : profiles.included}{' '}
      </span>
      <Link className="link" href={`/groups/${target.groupId}`}>
        <OutsideText text={name} />
      </Link>
    </>
  )
}
