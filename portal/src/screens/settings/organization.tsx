/** The organization: its name and how long imports wait, for who may change them. */
import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Me, OrganizationSettings } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useUnsaved } from '../../act/unsaved.ts'
import { useEdit } from '../../act/use-edit.ts'
import { admin } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { useVersioned, type Versioned } from '../../api/versions.ts'
import { Changed, type Fields } from '../../look/changed-meanwhile.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { settings, common } = texts
const path = `${admin}/settings`

export function Organization({ tenant }: { tenant: Me['tenant'] }): ReactNode {
  const may = useMay()
  const query = useVersioned<OrganizationSettings>(path, may('organization.write'))
  return (
    <section className="card stack">
      <h2>{settings.organization}</h2>
      {may('organization.write') ? (
        <Loaded query={query}>{(data) => <Form read={data} />}</Loaded>
      ) : (
        <Pairs
          of={[
            [settings.name, <OutsideText key="n" text={tenant.displayName} />],
            [settings.domain, <OutsideText key="d" text={tenant.domain} />],
          ]}
        />
      )}
      <Pairs
        of={[
          [
            settings.id,
            <span key="i" className="mono">
              {tenant.id}
            </span>,
          ],
        ]}
      />
    </section>
  )
}

type Written = Pick<OrganizationSettings, 'displayName' | 'importSeconds' | 'unknownTuples'>

function writtenOf({ displayName, importSeconds, unknownTuples }: OrganizationSettings): Written {
  return { displayName, importSeconds, unknownTuples }
}

function fieldsOf({ displayName, importSeconds, unknownTuples }: Written): Fields {
  return [
    [settings.name, displayName],
    [settings.importSeconds, importSeconds],
    [settings.declares, unknownTuples === 'declare' ? common.yes : common.no],
  ]
}

function Form({ read }: { read: Versioned<OrganizationSettings> }): ReactNode {
  const of = read.value
  const [name, setName] = useState(of.displayName)
  const [seconds, setSeconds] = useState(String(of.importSeconds))
  const [unknownTuples, setUnknownTuples] = useState(of.unknownTuples)
  const importSeconds = Number(seconds)
  const isRight = name.trim() !== '' && /^\d{1,5}$/.test(seconds) && importSeconds <= 86_400
  const isChanged =
    name.trim() !== of.displayName ||
    importSeconds !== of.importSeconds ||
    unknownTuples !== of.unknownTuples
  const body: Written = { displayName: name.trim(), importSeconds, unknownTuples }
  const edit = useEdit({ path, first: read, formOf: writtenOf, show })
  useUnsaved(isChanged)

  function show(written: Written): void {
    setName(written.displayName)
    setSeconds(String(written.importSeconds))
    setUnknownTuples(written.unknownTuples)
  }

  async function saved(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: settings.saved })
    await edit.reopen()
    await queryClient.invalidateQueries({ queryKey: ['me'] })
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isRight && isChanged) await saved(await edit.save({ method: 'PATCH', body }))
  }

  return (
    <form className="form" onSubmit={(event) => void save(event)}>
      {edit.theirs !== undefined && (
        <Changed
          mine={fieldsOf(body)}
          theirs={fieldsOf(edit.theirs)}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={edit.takeTheirs}
        />
      )}
      <Field label={settings.name} required>
        <Input value={name} maxLength={256} onChange={(_, { value }) => setName(value)} />
      </Field>
      <Pairs of={[[settings.domain, <OutsideText key="d" text={of.domains.join(', ')} />]]} />
      <Field label={settings.importSeconds} hint={settings.importHint}>
        <Input
          type="number"
          min={0}
          max={86_400}
          value={seconds}
          onChange={(_, { value }) => setSeconds(value)}
        />
      </Field>
      <Field hint={settings.declaresHint}>
        <Checkbox
          label={settings.declares}
          checked={unknownTuples === 'declare'}
          onChange={(_, { checked }) => setUnknownTuples(checked === true ? 'declare' : 'refuse')}
        />
      </Field>
      <div>
        <Button type="submit" disabled={!isRight || !isChanged}>
          {common.save}
        </Button>
      </div>
    </form>
  )
}
