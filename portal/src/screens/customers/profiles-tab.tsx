/** A partner's profiles at a customer. */

import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { PartnerProfile } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask } from '../../api/ask.ts'
import { pathOfCustomer } from '../../api/customers.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { Choices } from '../../look/choices.tsx'
import { OutsideText, visible } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { Empty, Loaded } from '../../look/states.tsx'
import { number } from '../../texts/numbers.ts'
import { customers } from '../../texts/partner-texts.ts'
import { texts } from '../../texts/texts.ts'

const { common } = texts
const titles = customers.profileColumns
const words = customers.profileSettings

export function ProfilesTab({ customer }: { customer: string }): ReactNode {
  const path = `${pathOfCustomer(customer)}/profiles`
  const query = useEntities<PartnerProfile>(path)
  const [isNew, setIsNew] = useState(false)
  const create = (
    <Button appearance="primary" onClick={() => setIsNew(true)}>
      {customers.newProfile}
    </Button>
  )
  return (
    <>
      <Loaded query={query}>
        {(all) =>
          all.length === 0 ? (
            <Empty picture="windsock" title={customers.noProfiles} text={customers.noProfilesText}>
              {create}
            </Empty>
          ) : (
            <>
              <div>{create}</div>
              <Table of={all} path={path} />
            </>
          )
        }
      </Loaded>
      {isNew && <NewProfile path={path} onClose={() => setIsNew(false)} />}
    </>
  )
}

function Table({ of, path }: { of: readonly PartnerProfile[]; path: string }): ReactNode {
  async function remove(id: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${id}`, { method: 'DELETE' })))) return
    notify({ text: customers.deletedProfile })
    await entitiesChanged()
  }
  return (
    <div className="scroll">
      <table className="table stacked">
        <thead>
          <tr>
            <th scope="col">{titles.name}</th>
            <th scope="col">{titles.settings}</th>
            <th scope="col">{titles.devices}</th>
            <th scope="col">
              <span className="hidden-text">{common.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map(({ id, displayName, settings, devices }) => (
            <tr key={id}>
              <td>
                <OutsideText text={displayName} />
              </td>
              <td>{settings.map((each) => words[each] ?? each).join(' · ') || common.empty}</td>
              <td data-label={titles.devices}>{number(devices)}</td>
              <td>
                <Button
                  size="small"
                  disabled={devices > 0}
                  aria-label={`${customers.deleteProfile}: ${visible(displayName)}`}
                  onClick={() => void remove(id)}
                >
                  {customers.deleteProfile}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NewProfile({ path, onClose }: { path: string; onClose: () => void }): ReactNode {
  const [displayName, setDisplayName] = useState('')
  const [settings, setSettings] = useState<readonly string[]>([])

  async function make(): Promise<void> {
    const body = { displayName: displayName.trim(), settings }
    if (body.displayName === '') return
    if (!(await attempt(() => ask(path, { method: 'POST', body })))) return
    notify({ text: customers.madeProfile })
    await entitiesChanged()
    onClose()
  }

  return (
    <Pane
      title={customers.newProfile}
      isDirty={displayName !== ''}
      onClose={onClose}
      onSubmit={() => void make()}
      footer={
        <Button type="submit" form="pane" appearance="primary" disabled={displayName.trim() === ''}>
          {common.create}
        </Button>
      }
    >
      <Field label={customers.profileName} required>
        <Input value={displayName} onChange={(_, { value }) => setDisplayName(value)} />
      </Field>
      <fieldset className="plain-set">
        <legend>{titles.settings}</legend>
        <Choices
          of={Object.keys(words)}
          wordsOf={(setting) => words[setting] ?? setting}
          chosen={settings}
          onChange={setSettings}
        />
      </fieldset>
    </Pane>
  )
}
