/** One role: what it contains, who has it, and giving it. */
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Group, User } from 'taxiway-autopilot'
import type { Application, Permission, Role, RoleAssignment } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, graphV1 } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { split } from '../../look/choices.tsx'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { OwnRole } from './role-form.tsx'

const { access, common } = texts
const words = access.roles

function usePrincipals() {
  const may = useMay()
  const people = useEntities<User>(`${graphV1}/users?$top=999`, may('users.read'))
  const groups = useEntities<Group>(`${graphV1}/groups?$top=999`, may('groups.read'))
  const applications = useEntities<Application>(`${admin}/applications`, may('applications.read'))
  return {
    user: (people.data ?? []).map(({ id, displayName }) => ({
      id: id ?? '',
      name: displayName ?? '',
    })),
    group: (groups.data ?? []).map(({ id, displayName }) => ({
      id: id ?? '',
      name: displayName ?? '',
    })),
    application: (applications.data ?? []).map(({ applicationId, displayName }) => ({
      id: applicationId,
      name: displayName,
    })),
  }
}

export function RolePane({ role, onClose }: { role: Role; onClose: () => void }): ReactNode {
  const may = useMay()
  return !role.builtIn && may('roles.write') ? (
    <OwnRole role={role} onClose={onClose}>
      <Holders role={role} />
    </OwnRole>
  ) : (
    <Pane
      title={role.displayName}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <OutsideText text={role.description} />
      <Holders role={role} />
      <Contained role={role} />
    </Pane>
  )
}

/** As its form has them: in groups, each named once. */
function Contained({ role }: { role: Role }): ReactNode {
  const permissions = useEntities<Permission>(`${admin}/permissions`)
  const titles = role.permissions.map(
    (permission) =>
      permissions.data?.find((each) => each.permission === permission)?.title ?? permission,
  )
  return (
    <>
      <h3>{words.permissions}</h3>
      {[...Map.groupBy(titles.map(split), ({ group }) => group)].map(([group, own]) => (
        <section key={group}>
          {group !== '' && <h4 className="choices">{group}</h4>}
          <ul className="plain">
            {own.map((each) => (
              <li key={each.own}>
                <span className="first-large">{each.own}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Holders({ role }: { role: Role }): ReactNode {
  const may = useMay()
  const assignments = useEntities<RoleAssignment>(`${admin}/role-assignments`)
  const principals = usePrincipals()
  const nameOf = ({ principalKind, principalId }: RoleAssignment) =>
    Object.hasOwn(principals, principalKind)
      ? (principals[principalKind as keyof typeof principals].find(({ id }) => id === principalId)
          ?.name ?? principalId)
      : principalId

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
          if (own.length === 0) return <p className="quiet">{words.nobody}</p>
          return (
            <ul className="plain stack">
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
      {may('roles.write') && <Giving role={role} principals={principals} />}
    </>
  )
}

type Principals = ReturnType<typeof usePrincipals>
const kinds = ['user', 'group', 'application'] as const

function Giving({ role, principals }: { role: Role; principals: Principals }): ReactNode {
  const [kind, setKind] = useState<(typeof kinds)[number]>('user')
  const [id, setId] = useState('')
  const [tags, setTags] = useState('')

  async function give(): Promise<void> {
    const groupTags = tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
    const body = {
      roleId: role.id,
      principalKind: kind,
      principalId: id,
      groupTags: groupTags.length === 0 ? null : groupTags,
    }
    if (!(await attempt(() => ask(`${admin}/role-assignments`, { method: 'POST', body })))) return
    notify({ text: words.given })
    setId('')
    await entitiesChanged()
  }

  return (
    <div className="card form">
      <h3>{words.give}</h3>
      <Field label={words.who}>
        <Select
          value={kind}
          onChange={(_, { value }) => {
            setKind(value as (typeof kinds)[number])
            setId('')
          }}
        >
          {kinds.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words[kind]}>
        <Select value={id} onChange={(_, { value }) => setId(value)}>
          <option value="">{common.empty}</option>
          {principals[kind].map((each) => (
            <option key={each.id} value={each.id}>
              {visible(each.name)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.limit}>
        <Input value={tags} onChange={(_, { value }) => setTags(value)} />
      </Field>
      <div>
        <Button disabled={id === ''} onClick={() => void give()}>
          {words.give}
        </Button>
      </div>
    </div>
  )
}
