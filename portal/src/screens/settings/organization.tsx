/** The organization: its name and how long imports wait, for people who may change them. */
import { Button, Checkbox, Field, Input } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Me, OrganizationSettings } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { useUnsaved } from '../../act/unsaved.ts'
import { useEdit } from '../../act/use-edit.ts'
import { admin } from '../../api/ask.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { placeAt, useVersioned, type Versioned } from '../../api/versions.ts'
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

type Written = Pick<OrganizationSettings, 'displayName' | 'unknownTuples'> & {
  /** As it is typed. */
  readonly seconds: string
}

function writtenOf({ displayName, importSeconds, unknownTuples }: OrganizationSettings): Written {
  return { displayName, seconds: String(importSeconds), unknownTuples }
}

function requestOf({ displayName, seconds, unknownTuples }: Written): object {
  return { displayName: displayName.trim(), importSeconds: Number(seconds), unknownTuples }
}

function fieldsOf({ displayName, seconds, unknownTuples }: Written): Fields {
  return [
    [settings.name, displayName],
    [settings.importSeconds, seconds],
    [settings.declares, unknownTuples === 'declare' ? common.yes : common.no],
  ]
}

function Form({ read }: { read: Versioned<OrganizationSettings> }): ReactNode {
  const of = read.value
  const [form, setForm] = useState(() => writtenOf(of))
  const put = (part: Partial<Written>) => setForm((before) => ({ ...before, ...part }))
  const { displayName, seconds, unknownTuples } = form
  const isRight =
    displayName.trim() !== '' && /^\d{1,5}$/.test(seconds) && Number(seconds) <= 86_400
  const edit = useEdit({
    place: placeAt<OrganizationSettings>(path),
    first: read,
    formOf: writtenOf,
    form,
    requestOf,
    show: setForm,
  })
  useUnsaved(edit.isTyped)

  async function saved(isDone: boolean): Promise<void> {
    if (!isDone) return
    notify({ text: settings.saved })
    await edit.reopen()
    await queryClient.invalidateQueries({ queryKey: ['me'] })
  }

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isRight && edit.isTyped) await saved(await edit.save())
  }

  return (
    <form className="form" onSubmit={(event) => void save(event)}>
      {edit.meeting !== undefined && (
        <Changed
          of={edit.meeting}
          fieldsOf={fieldsOf}
          onMine={() => void edit.keepMine().then(saved)}
          onTheirs={edit.takeTheirs}
        />
      )}
      <Field label={settings.name} required>
        <Input
          value={displayName}
          maxLength={256}
          onChange={(_, { value }) => put({ displayName: value })}
        />
      </Field>
      <Pairs of={[[settings.domain, <OutsideText key="d" text={of.domains.join(', ')} />]]} />
      <Field label={settings.importSeconds} hint={settings.importHint}>
        <Input
          type="number"
          min={0}
          max={86_400}
          value={seconds}
          onChange={(_, { value }) => put({ seconds: value })}
        />
      </Field>
      <Field hint={settings.declaresHint}>
        <Checkbox
          label={settings.declares}
          checked={unknownTuples === 'declare'}
          onChange={(_, { checked }) =>
            put({ unknownTuples: checked === true ? 'declare' : 'refuse' })
          }
        />
      </Field>
      <div>
        <Button type="submit" disabled={!isRight || !edit.isTyped}>
          {common.save}
        </Button>
      </div>
    </form>
  )
}
