/** One group: its name, its rule, its members. */
import { Button, Field, type FieldProps, Input, Select, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { GraphPage, Group, User } from 'taxiway-autopilot'
import { useLocation, useParams } from 'wouter'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useEdit } from '../../act/use-edit.ts'
import { useRested } from '../../act/use-rested.ts'
import { ApiError } from '../../api/api-error.ts'
import { ask, graphV1 } from '../../api/ask.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { useGroupUses, useRuleCount } from '../../api/uses.ts'
import { useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { groups, common } = texts

const ready = {
  all: '(device.devicePhysicalIds -any (_ -startsWith "[ZTDid]"))',
  tag: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Kiosk"))',
  order: '(device.devicePhysicalIds -any (_ -eq "[PurchaseOrderId]:76222342342"))',
} as const

type Form = { readonly displayName: string; readonly rule: string }

export function GroupScreen(): ReactNode {
  const { id = '' } = useParams()
  const isNew = id === 'new'
  const group = useVersioned<Group>(`${graphV1}/groups/${id}`, !isNew)
  if (isNew) return <GroupPage id={undefined} read={undefined} />
  return <Loaded query={group}>{(data) => <GroupPage key={id} id={id} read={data} />}</Loaded>
}

function formOf({ displayName, membershipRule }: Group): Form {
  return { displayName: displayName ?? '', rule: membershipRule ?? '' }
}

function fieldsOf({ displayName, rule }: Form): Fields {
  return [
    [groups.name, displayName],
    [groups.rule, rule],
  ]
}

type GroupPageProps = {
  readonly id: string | undefined
  readonly read: Versioned<Group> | undefined
}

function GroupPage({ id, read }: GroupPageProps): ReactNode {
  const may = useMay()
  const [, navigate] = useLocation()
  const [form, setForm] = useState<Form>(() =>
    read === undefined ? { displayName: '', rule: '' } : formOf(read.value),
  )
  const [asks, setAsks] = useState(false)
  const put = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))
  const isReadOnly = !may('groups.write')
  const use = useGroupUses(id !== undefined).data?.get(id ?? '')
  const carried = use?.roles ?? []

  const edit = useEdit({ path: `${graphV1}/groups/${id}`, first: read, formOf, show: setForm })

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
    await saved(await edit.save({ method: 'PATCH', body: requestOf(form, false) }))
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
      {edit.theirs !== undefined && (
        <Changed
          mine={fieldsOf(form)}
          theirs={fieldsOf(edit.theirs)}
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
        <RuleField rule={form.rule}>
          <Textarea
            className="mono"
            value={form.rule}
            rows={3}
            spellCheck={false}
            onChange={(_, { value }) => put({ rule: value })}
          />
        </RuleField>
        <Select
          aria-label={groups.ready}
          value=""
          onChange={(_, { value }) => put({ rule: value })}
        >
          <option value="">{groups.ready}</option>
          <option value={ready.all}>{groups.readyAll}</option>
          <option value={ready.tag}>{groups.readyTag}</option>
          <option value={ready.order}>{groups.readyOrder}</option>
        </Select>
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

function requestOf({ displayName, rule }: Form, isNew: boolean): object {
  const name = displayName.trim()
  return {
    displayName: name,
    ...(isNew && {
      mailEnabled: false,
      securityEnabled: true,
      mailNickname: name.replace(/[^A-Za-z0-9]/g, '').slice(0, 60) || 'group',
      groupTypes: rule === '' ? [] : ['DynamicMembership'],
    }),
    membershipRule: rule === '' ? null : rule,
  }
}

/** The rule's field, which says what it selects as soon as typing rests. */
function RuleField({
  rule,
  children,
}: {
  rule: string
  children: NonNullable<FieldProps['children']>
}): ReactNode {
  const rested = useRested(rule.trim())
  const { data, error } = useRuleCount(rested)
  const fault = error instanceof ApiError && error.status === 400 ? error.message : undefined
  const hint = data === undefined || rested === '' ? groups.ruleHint : groups.selects(data.devices)
  return (
    <Field
      label={groups.rule}
      {...(fault === undefined
        ? { hint }
        : { validationState: 'error' as const, validationMessage: fault })}
    >
      {children}
    </Field>
  )
}

type Member = Pick<User, 'id' | 'displayName'>

function Members({ id, count }: { id: string; count: number | undefined }): ReactNode {
  const members = useEntity<GraphPage<Member>>(`${graphV1}/groups/${id}/members?$top=100`)
  return (
    <section className="card">
      <h2>{groups.membersCounted(count ?? members.data?.value.length)}</h2>
      <Loaded query={members}>
        {({ value: list }) =>
          list.length === 0 ? (
            <p className="quiet">{groups.noMembers}</p>
          ) : (
            <>
              <ul className="plain members">
                {list.map((member) => (
                  <li key={member.id}>
                    <OutsideText text={member.displayName ?? member.id} />
                  </li>
                ))}
              </ul>
              {count !== undefined && count > list.length && (
                <p className="quiet">{groups.more(count - list.length)}</p>
              )}
            </>
          )
        }
      </Loaded>
    </section>
  )
}
