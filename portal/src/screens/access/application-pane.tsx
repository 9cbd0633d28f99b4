/** One application: its name, where people come back to, whether it works, its credentials, and its end. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Application } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useEdit } from '../../act/use-edit.ts'
import { admin } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { PartedName } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Bones } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ApplicationCertificates } from './application-certificates.tsx'
import { ApplicationKeys } from './application-keys.tsx'
import { ApplicationSecrets } from './application-secrets.tsx'

const { common } = texts
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

type Form = Pick<Application, 'displayName' | 'enabled'> & {
  /** One in a line. */
  readonly redirects: string
}

function formOf({ displayName, enabled, redirectUris }: Application): Form {
  return { displayName, enabled, redirects: redirectUris.join('\n') }
}

function urisOf({ redirects }: Form): readonly string[] {
  return redirects
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function requestOf(form: Form): object {
  const { displayName, enabled } = form
  return { displayName: displayName.trim(), enabled, redirectUris: urisOf(form) }
}

function fieldsOf({ displayName, enabled, redirects }: Form): Fields {
  return [
    [words.name, displayName],
    [words.redirects, redirects],
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
  const edit = useEdit({
    place: placeAt<Application>(path),
    first: read,
    formOf,
    form,
    requestOf,
    show: setForm,
  })
  const isReady = edit.isTyped && form.displayName.trim() !== ''
  const isWriter = may('applications.write')

  async function changed(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: words.changed })
    await edit.reopen()
  }

  async function save(): Promise<void> {
    if (isReady) await changed(await edit.save())
  }

  async function enable(enabled: boolean): Promise<void> {
    const isDone = await edit.put({ enabled })
    if (isDone) setForm((before) => ({ ...before, enabled }))
    await changed(isDone)
  }

  async function remove(): Promise<void> {
    if (!(await edit.remove())) return
    notify({ text: words.deleted(of.displayName) })
    onClose()
  }

  return (
    <Pane
      title={of.displayName}
      isDirty={edit.isTyped}
      onClose={onClose}
      onSubmit={() => void save()}
      footer={<PaneFooter act={isWriter && common.save} disabled={!isReady} onClose={onClose} />}
    >
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
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
          [words.roles, <Roles key="r" of={of.roles} />],
        ]}
      />
      <Field label={words.redirects} hint={words.redirectsHint}>
        <Textarea
          value={form.redirects}
          rows={2}
          spellCheck={false}
          readOnly={!isWriter}
          onChange={(_, { value }) => setForm((before) => ({ ...before, redirects: value }))}
        />
      </Field>
      <ApplicationSecrets path={`${path}/secrets`} />
      <ApplicationCertificates path={`${path}/certificates`} />
      <ApplicationKeys path={`${path}/keys`} />
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

function Roles({ of }: { of: readonly string[] }): ReactNode {
  if (of.length === 0) return <span className="quiet">{words.noRoles}</span>
  return (
    <ul className="plain">
      {of.map((role) => (
        <li key={role}>
          <PartedName name={role} />
        </li>
      ))}
    </ul>
  )
}
