/** One application: its name, whether it works, its secrets, and its end. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Application } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useEdit } from '../../act/use-edit.ts'
import { admin } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Bones } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { Pane } from '../devices/edit/pane.tsx'
import { ApplicationSecrets } from './application-secrets.tsx'

const { access, common } = texts
const words = access.applications

export type ApplicationPaneProps = { readonly of: Application; readonly onClose: () => void }

export function ApplicationPane({ of, onClose }: ApplicationPaneProps): ReactNode {
  const { data } = useVersioned<Application>(`${admin}/applications/${of.applicationId}`)
  if (data !== undefined) return <Opened read={data} onClose={onClose} />
  return (
    <Pane
      title={of.displayName}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Bones />
    </Pane>
  )
}

type Form = Pick<Application, 'displayName' | 'enabled'>

function formOf({ displayName, enabled }: Application): Form {
  return { displayName, enabled }
}

function fieldsOf({ displayName, enabled }: Form): Fields {
  return [
    [words.name, displayName],
    [words.works, enabled],
  ]
}

type OpenedProps = { readonly read: Versioned<Application>; readonly onClose: () => void }

function Opened({ read, onClose }: OpenedProps): ReactNode {
  const may = useMay()
  const of = read.value
  const [form, setForm] = useState(() => formOf(of))
  const [asks, setAsks] = useState(false)
  const path = `${admin}/applications/${of.applicationId}`
  const edit = useEdit({ path, first: read, formOf, show: setForm })
  const name = form.displayName.trim()
  const isRenamed = name !== of.displayName && name !== ''
  const isWriter = may('applications.write')

  async function changed(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: words.changed })
    await edit.reopen()
  }

  async function rename(): Promise<void> {
    if (isRenamed) await changed(await edit.save({ method: 'PATCH', body: { displayName: name } }))
  }

  async function enable(enabled: boolean): Promise<void> {
    setForm((before) => ({ ...before, enabled }))
    await changed(await edit.save({ method: 'PATCH', body: { enabled } }))
  }

  async function remove(): Promise<void> {
    if (!(await edit.remove())) return
    notify({ text: words.deleted(of.displayName) })
    onClose()
  }

  return (
    <Pane
      title={of.displayName}
      isDirty={isRenamed}
      onClose={onClose}
      onSubmit={() => void rename()}
      footer={
        <>
          {isWriter && (
            <Button type="submit" form="pane" appearance="primary" disabled={!isRenamed}>
              {common.save}
            </Button>
          )}
          <Button onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      {edit.theirs !== undefined && (
        <Changed
          mine={fieldsOf({ ...form, displayName: name })}
          theirs={fieldsOf(edit.theirs)}
          onMine={() => void edit.keepMine().then(changed)}
          onTheirs={edit.takeTheirs}
        />
      )}
      {!of.enabled && <p className="bar warning">{words.isStopped}</p>}
      <Field label={words.name}>
        <Input
          value={form.displayName}
          readOnly={!isWriter}
          onChange={(_, { value }) => setForm((before) => ({ ...before, displayName: value }))}
        />
      </Field>
      <Pairs
        of={[
          [
            words.id,
            <span key="i" className="mono">
              {of.applicationId}
            </span>,
          ],
          [words.kind, words.kinds[of.kind] ?? of.kind],
          [words.roles, <OutsideText key="r" text={of.roles.join(', ') || words.noRoles} />],
          ...(of.redirectUris.length === 0
            ? []
            : [
                [
                  words.redirects,
                  <OutsideText key="u" text={of.redirectUris.join(', ')} />,
                ] as const,
              ]),
        ]}
      />
      <ApplicationSecrets path={`${path}/secrets`} />
      {isWriter && (
        <div className="row wrap">
          <Button onClick={() => void enable(!of.enabled)}>
            {of.enabled ? words.stop : words.start}
          </Button>
          <Button onClick={() => setAsks(true)}>{words.delete}</Button>
        </div>
      )}
      {asks && (
        <Confirm
          title={words.deleteTitle(of.displayName)}
          text={words.deleteText}
          act={words.delete}
          onClose={() => setAsks(false)}
          onConfirm={() => void remove()}
        />
      )}
    </Pane>
  )
}
