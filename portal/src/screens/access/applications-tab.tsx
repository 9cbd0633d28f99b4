/** Applications and their secrets. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type {
  Application,
  ApplicationCredentials,
  ApplicationSecret,
  NewApplicationSecret,
} from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Empty, Loaded } from '../../look/states.tsx'
import { dayOf } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { Pane } from '../devices/edit/pane.tsx'
import { ShownOnce } from './shown-once.tsx'

const { access, common } = texts
const words = access.applications
const path = `${admin}/applications`

const columns = [
  textColumn<Application>(['name', words.name], ({ displayName }) => displayName, {
    width: 260,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<Application>(['id', words.id], ({ applicationId }) => applicationId, { width: 320 }),
  textColumn<Application>(['kind', words.kind], ({ kind }) => kind, { width: 90 }),
  textColumn<Application>(['roles', words.roles], ({ roles }) => roles.join(', '), {
    width: 400,
    cell: ({ roles }) => <OutsideText text={roles.join(', ')} />,
  }),
]

export function ApplicationsTab(): ReactNode {
  const may = useMay()
  const applications = useEntities<Application>(path)
  const [open, setOpen] = useState<Application>()
  const [isNew, setIsNew] = useState(false)
  return (
    <>
      {may('applications.write') && (
        <div>
          <Button onClick={() => setIsNew(true)}>{words.create}</Button>
        </div>
      )}
      <SimpleList
        name={access.tabs.applications}
        query={applications}
        columns={columns}
        idOf={({ applicationId }) => applicationId}
        nameOf={({ displayName }) => displayName}
        onOpen={setOpen}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
      {open !== undefined && <ApplicationPane of={open} onClose={() => setOpen(undefined)} />}
      {isNew && <NewApplication onClose={() => setIsNew(false)} />}
    </>
  )
}

function ApplicationPane({ of, onClose }: { of: Application; onClose: () => void }): ReactNode {
  const may = useMay()
  const own = `${path}/${of.applicationId}/secrets`
  const secrets = useEntities<ApplicationSecret>(own)
  const [fresh, setFresh] = useState<string>()

  async function make(): Promise<void> {
    await attempt(async () => {
      const made = await ask<NewApplicationSecret>(own, { method: 'POST', body: {} })
      setFresh(made.secret)
      await entitiesChanged()
    })
  }

  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${own}/${id}`, { method: 'DELETE' })))) return
    notify({ text: words.removed })
    await entitiesChanged()
  }

  return (
    <Pane
      title={of.displayName}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.id, of.applicationId],
          [words.roles, <OutsideText key="r" text={of.roles.join(', ')} />],
        ]}
      />
      <h3>{words.secrets}</h3>
      <Loaded query={secrets}>
        {(list) => (
          <ul className="plain stack">
            {list.length === 0 && <li className="quiet">{words.noSecrets}</li>}
            {list.map((secret) => (
              <li key={secret.id} className="row">
                <span className="grow">
                  <OutsideText text={secret.displayName ?? `${secret.hint ?? ''}…`} />{' '}
                  <span className="quiet">
                    {secret.expiresAt === null
                      ? words.noEnd
                      : words.expires(dayOf(secret.expiresAt))}
                  </span>
                </span>
                {may('applications.write') && (
                  <Button size="small" onClick={() => void remove(secret.id)}>
                    {words.removeSecret}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {fresh !== undefined && (
        <ShownOnce title={words.secretTitle} text={common.shownOnce} secret={fresh} />
      )}
      {may('applications.write') && (
        <div>
          <Button onClick={() => void make()}>{words.newSecret}</Button>
        </div>
      )}
    </Pane>
  )
}

function NewApplication({ onClose }: { onClose: () => void }): ReactNode {
  const [name, setName] = useState('')
  const [made, setMade] = useState<ApplicationCredentials>()

  async function create(): Promise<void> {
    await attempt(async () => {
      const body = { displayName: name.trim(), roles: [] }
      setMade(await ask<ApplicationCredentials>(path, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={words.create}
      isDirty={name !== '' && made === undefined}
      onClose={onClose}
      onSubmit={() => void create()}
      footer={
        <>
          {made === undefined && (
            <Button type="submit" form="pane" appearance="primary" disabled={name.trim() === ''}>
              {common.create}
            </Button>
          )}
          <Button onClick={onClose}>{common.close}</Button>
        </>
      }
    >
      <Field label={words.name}>
        <Input value={name} onChange={(_, { value }) => setName(value)} />
      </Field>
      {made !== undefined && (
        <>
          <Pairs of={[[words.id, made.applicationId]]} />
          {made.secret !== undefined && (
            <ShownOnce title={words.secretTitle} text={common.shownOnce} secret={made.secret} />
          )}
        </>
      )}
    </Pane>
  )
}
