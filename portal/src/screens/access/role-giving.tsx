/** Gives a role to a person, a group or an application, for all devices or some tags. */
import { Button, Field, Input, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Role } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import type { NamedGroup } from '../../api/groups.ts'
import { peopleChanged } from '../../api/people.ts'
import { visible } from '../../look/outside-text.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { UserField } from '../devices/edit/user-field.tsx'
import { GroupField } from '../groups/group-field.tsx'
import type { Principal } from './principals.ts'

const { common } = texts
const words = access.roles

const kinds = ['user', 'group', 'application'] as const

export function RoleGiving({
  role,
  applications,
}: {
  role: Role
  applications: readonly Principal[]
}): ReactNode {
  const [kind, setKind] = useState<(typeof kinds)[number]>('user')
  const [id, setId] = useState('')
  const [group, setGroup] = useState<NamedGroup>()
  const principalId = kind === 'group' ? (group?.id ?? '') : id
  /** The person's name, as far as it is typed. */
  const [typed, setTyped] = useState('')
  const [tags, setTags] = useState('')

  async function give(): Promise<void> {
    const groupTags = tags
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
    const body = {
      roleId: role.id,
      principalKind: kind,
      principalId,
      groupTags: groupTags.length === 0 ? null : groupTags,
    }
    if (!(await attempt(() => ask(`${admin}/role-assignments`, { method: 'POST', body })))) return
    notify({ text: words.given })
    setId('')
    setTyped('')
    setGroup(undefined)
    await entitiesChanged()
    await peopleChanged()
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
      {kind === 'user' ? (
        <UserField
          label={words.user}
          value={typed}
          onChange={(name, person) => {
            setTyped(name)
            setId(person?.id ?? '')
          }}
          unknown={words.userUnknown}
        />
      ) : kind === 'group' ? (
        <GroupField label={words.group} chosen={group} onChange={setGroup} />
      ) : (
        <Field label={words.application}>
          <Select value={id} onChange={(_, { value }) => setId(value)}>
            <option value="">{common.empty}</option>
            {applications.map((each) => (
              <option key={each.id} value={each.id}>
                {visible(each.name)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={words.limit}>
        <Input value={tags} onChange={(_, { value }) => setTags(value)} />
      </Field>
      <div>
        <Button disabled={principalId === ''} onClick={() => void give()}>
          {words.give}
        </Button>
      </div>
    </div>
  )
}
