/** The organization: its name and how long imports wait, for who may change them. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Me, OrganizationSettings } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntity } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Loaded } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { settings, common } = texts
const path = `${admin}/settings`

export function Organization({ tenant }: { tenant: Me['tenant'] }): ReactNode {
  const may = useMay()
  const query = useEntity<OrganizationSettings>(path, may('organization.write'))
  return (
    <section className="card stack">
      <h2>{settings.organization}</h2>
      {may('organization.write') ? (
        <Loaded query={query}>{(data) => <Form key={data.displayName} of={data} />}</Loaded>
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

function Form({ of }: { of: OrganizationSettings }): ReactNode {
  const [name, setName] = useState(of.displayName)
  const [seconds, setSeconds] = useState(String(of.importSeconds))
  const importSeconds = Number(seconds)
  const isRight = name.trim() !== '' && /^\d{1,5}$/.test(seconds) && importSeconds <= 86_400
  const isChanged = name.trim() !== of.displayName || importSeconds !== of.importSeconds

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (!isRight || !isChanged) return
    const body = { displayName: name.trim(), importSeconds }
    if (!(await attempt(() => ask(path, { method: 'PATCH', body })))) return
    notify({ text: settings.saved })
    await entitiesChanged()
    await queryClient.invalidateQueries({ queryKey: ['me'] })
  }

  return (
    <form className="form" onSubmit={(event) => void save(event)}>
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
      <div>
        <Button type="submit" disabled={!isRight || !isChanged}>
          {common.save}
        </Button>
      </div>
    </form>
  )
}
