/** One group: its name, its rule, its members. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Group } from 'taxiway-autopilot'
import { useLocation, useParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useUnsaved } from '../../act/unsaved.ts'
import { useEdit } from '../../act/use-edit.ts'
import { ask, graphV1 } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { useGroupUses } from '../../api/uses.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { Page } from '../../look/page.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { type Form, fieldsOf, formOf, requestOf } from './group-form.ts'
import { Members } from './members.tsx'
import { RuleField } from './rule-field.tsx'

const { groups, common } = texts

export function GroupScreen(): ReactNode {
  const { id = '' } = useParams()
  const isNew = id === 'new'
  const group = useVersioned<Group>(`${graphV1}/groups/${id}`, !isNew)
  if (isNew) return <GroupPage id={undefined} read={undefined} />
  return <Loaded query={group}>{(data) => <GroupPage key={id} id={id} read={data} />}</Loaded>
}

type GroupPageProps = {
  readonly id: string | undefined
  readonly read: Versioned<Group> | undefined
}

function GroupPage({ id, read }: GroupPageProps): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const [form, setForm] = useState(() => formOf(read?.value ?? {}))
  const [asks, setAsks] = useState(false)
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  const isReadOnly = !may('groups.write')
  const use = useGroupUses(id !== undefined).data?.get(id ?? '')
  const carried = use?.roles ?? []

  const edit = useEdit({
    place: placeAt<Group>(`${graphV1}/groups/${id}`),
    first: read,
    formOf,
    form,
    blank: formOf({}),
    requestOf: (typed: Form) => requestOf(typed, false),
    show: setForm,
  })
  useUnsaved(!isReadOnly && edit.isTyped)

  async function create(): Promise<void> {
    await attempt(async () => {
      const body = requestOf(form, true)
      const made = await ask<{ id: string }>(`${graphV1}/groups`, { method: 'POST', body })
      notify({ text: groups.saved })
      await entitiesChanged()
      navigate(`/groups/${made.id}`)
    })
  }

  async function saved(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: groups.saved })
    await edit.reopen()
  }

  async function save(): Promise<void> {
    if (id === undefined) return create()
    await saved(await edit.save())
  }

  async function remove(): Promise<void> {
    if (!(await edit.remove())) return
    notify({ text: groups.deleted })
    navigate('/groups')
  }

  return (
    <Page
      title={form.displayName === '' ? groups.create : form.displayName}
      aside={
        !isReadOnly && (
          <div className="row wrap">
            <Button
              appearance="primary"
              disabled={form.displayName.trim() === ''}
              onClick={() => void save()}
            >
              {common.save}
            </Button>
            {id !== undefined && <Button onClick={() => setAsks(true)}>{groups.delete}</Button>}
          </div>
        )
      }
    >
      {isReadOnly && <p className="bar">{common.readOnly}</p>}
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={edit.takeTheirs}
        />
      )}
      {carried.length > 0 && <p className="bar info">{groups.carries(carried.join(', '))}</p>}
      <fieldset disabled={isReadOnly} className="card form plain-set">
        <Field label={groups.name} required>
          <Input
            value={form.displayName}
            onChange={(_, { value }) => put({ displayName: value })}
          />
        </Field>
        <RuleField rule={form.rule} onRule={(rule) => put({ rule })} />
      </fieldset>
      {id !== undefined && <Members id={id} count={use?.memberCount ?? undefined} />}
      {asks && (
        <Confirm
          title={groups.deleteTitle(form.displayName)}
          text={groups.deleteText}
          act={groups.delete}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </Page>
  )
}
