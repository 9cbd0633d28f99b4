/** Which groups a profile reaches. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { ProfileAssignment } from 'taxiway-autopilot'
import { Link } from 'wouter'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { type NamedGroup, useGroupNames } from '../../api/groups.ts'
import { useMay } from '../../api/me.ts'
import { profilesPath } from '../../api/profiles.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { GroupField } from '../groups/group-field.tsx'

const { profiles, common } = texts

export function Assignments({ id }: { id: string }): ReactNode {
  const may = useMay()
  const path = `${profilesPath}/${id}/assignments`
  const assignments = useEntities<ProfileAssignment>(path)
  const named = (assignments.data ?? []).flatMap((each) => targetOf(each).groupId ?? [])
  const groups = useGroupNames(named, may('groups.read'))
  const [chosen, setChosen] = useState<NamedGroup>()

  async function add(
    kind: 'groupAssignmentTarget' | 'exclusionGroupAssignmentTarget' | 'allDevicesAssignmentTarget',
  ) {
    const target = {
      '@odata.type': `#microsoft.graph.${kind}`,
      ...(kind !== 'allDevicesAssignmentTarget' && { groupId: chosen?.id }),
    }
    if (!(await attempt(() => ask(path, { method: 'POST', body: { target } })))) return
    setChosen(undefined)
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
                  <Target of={each} groups={groups} />
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
          <GroupField label={profiles.addGroup} chosen={chosen} onChange={setChosen} />
          <div className="row wrap">
            <Button
              size="small"
              disabled={chosen === undefined}
              onClick={() => void add('groupAssignmentTarget')}
            >
              {profiles.include}
            </Button>
            <Button
              size="small"
              disabled={chosen === undefined}
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

type TargetProps = { readonly of: ProfileAssignment; readonly groups: readonly NamedGroup[] }

function targetOf({ target }: ProfileAssignment) {
  return target as { readonly '@odata.type'?: string; readonly groupId?: string }
}

function Target({ of, groups }: TargetProps): ReactNode {
  const target = targetOf(of)
  const kind = target['@odata.type'] ?? ''
  if (kind.includes('allDevices')) return profiles.allDevices
  const name = groups.find(({ id }) => id === target.groupId)?.name ?? target.groupId
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
