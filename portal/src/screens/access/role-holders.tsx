/** Who has a role, by an assignment or as a role of the directory, and giving it. */
import { Button } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Role, RoleAssignment } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useGroupNames } from '../../api/groups.ts'
import { useMay } from '../../api/me.ts'
import { usePeople } from '../../api/people.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Loaded } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { useApplications } from './principals.ts'
import { RoleGiving } from './role-giving.tsx'

const words = access.roles

export function RoleHolders({ role }: { role: Role }): ReactNode {
  const may = useMay()
  const assignments = useEntities<RoleAssignment>(`${admin}/role-assignments`)
  const applications = useApplications()
  const groupIds = (assignments.data ?? [])
    .filter(({ roleId, principalKind }) => roleId === role.id && principalKind === 'group')
    .map(({ principalId }) => principalId)
  const groups = useGroupNames(groupIds, may('groups.read'))
  const people = usePeople(`role=${encodeURIComponent(role.displayName)}`, may('users.read'))
  const known = [
    ...groups,
    ...applications,
    ...(people.data ?? []).map(({ id, displayName }) => ({ id, name: displayName })),
  ]
  const nameOf = ({ principalId }: RoleAssignment) =>
    known.find(({ id }) => id === principalId)?.name ?? principalId

  async function take(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${admin}/role-assignments/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.taken })
    await entitiesChanged()
  }

  return (
    <>
      <h3>{words.holders}</h3>
      <Loaded query={assignments}>
        {(all) => {
          const own = all.filter(({ roleId }) => roleId === role.id)
          const given = new Set(own.map(({ principalId }) => principalId))
          const others = people.data?.filter(({ id }) => !given.has(id)) ?? []
          if (own.length + others.length === 0) return <p className="quiet">{words.nobody}</p>
          return (
            <ul className="plain stack">
              {others.map(({ id, displayName }) => (
                <li key={id}>
                  <OutsideText text={displayName} />{' '}
                  <span className="quiet">{words.ofDirectory}</span>
                </li>
              ))}
              {own.map((each) => (
                <li key={each.id} className="row">
                  <span className="grow">
                    <OutsideText text={nameOf(each)} />{' '}
                    <span className="quiet">
                      {each.groupTags === null
                        ? words.wholeTenant
                        : words.tags(each.groupTags.join(', '))}
                    </span>
                  </span>
                  {may('roles.write') && (
                    <Button size="small" onClick={() => void take(each.id)}>
                      {words.take}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }}
      </Loaded>
      {may('roles.write') && <RoleGiving role={role} applications={applications} />}
    </>
  )
}
