/** Applications and their secrets. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { Application, ApplicationCredentials } from 'taxiway-autopilot/admin'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Empty } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'
import { texts } from '../../texts/texts.ts'
import { ApplicationPane } from './application-pane.tsx'
import { ShownOnce } from './shown-once.tsx'

const { common } = texts
const words = access.applications
const path = `${admin}/applications`

const columns = [
  textColumn<Application>(['name', words.name], ({ displayName }) => displayName, {
    width: 260,
    phone: true,
    cell: ({ displayName }) => <OutsideText text={displayName} />,
  }),
  textColumn<Application>(['id', words.id], ({ applicationId }) => applicationId, { width: 340 }),
  textColumn<Application>(['kind', words.kind], ({ kind }) => words.kinds[kind] ?? kind, {
    width: 140,
  }),
  textColumn<Application>(['roles', words.roles], ({ roles }) => roles.join(', '), {
    width: 320,
    grows: true,
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
          <Button appearance="primary" onClick={() => setIsNew(true)}>
            {words.create}
          </Button>
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
        <PaneFooter
          act={made === undefined && common.create}
          disabled={name.trim() === ''}
          onClose={onClose}
        />
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
