/** Device association: DeviceLink files in bulk, and what devices have made of them. */
import { Field, Select } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { ConfigurationPolicy } from 'taxiway-autopilot'
import type { AssociationView, LinkImportAnswer, LinkImportRow } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask, graph } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Status, type Tone } from '../../look/status.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'
import { DropZone } from '../import/drop-zone.tsx'
import type { NamedFile } from '../import/dropped-files.ts'
import { AssociationPane } from './association-pane.tsx'
import { linksIn } from './found-links.ts'

const { associations: words, common } = texts
const path = `${admin}/associations`
/** Links in one request. */
const atOnce = 100

const stateTones: Readonly<Record<AssociationView['state'], Tone>> = {
  preassociated: 'idle',
  associated: 'good',
  pendingRemoval: 'busy',
  stale: 'warn',
}

const columns = [
  textColumn<AssociationView>(
    ['serial', words.columns.serial],
    ({ serialNumber }) => serialNumber,
    {
      width: 200,
      grows: true,
      phone: true,
      cell: ({ serialNumber }) => <OutsideText text={serialNumber} empty={common.empty} />,
    },
  ),
  textColumn<AssociationView>(['model', words.columns.model], modelOf, {
    width: 220,
    cell: (row) => <OutsideText text={modelOf(row)} empty={common.empty} />,
  }),
  textColumn<AssociationView>(
    ['state', words.columns.state],
    ({ state }) => words.states[state] ?? state,
    {
      width: 180,
      phone: true,
      cell: ({ state }) => <Status tone={stateTones[state]}>{words.states[state] ?? state}</Status>,
    },
  ),
  textColumn<AssociationView>(
    ['since', words.columns.since],
    ({ preassociatedDateTime }) => preassociatedDateTime,
    { width: 140, cell: ({ preassociatedDateTime }) => <Time at={preassociatedDateTime} /> },
  ),
  textColumn<AssociationView>(
    ['associated', words.columns.associated],
    ({ associatedDateTime }) => associatedDateTime ?? '',
    { width: 140, cell: ({ associatedDateTime }) => <Time at={associatedDateTime} /> },
  ),
]

function modelOf({ manufacturer, model }: AssociationView): string {
  return [manufacturer, model].filter((each) => each !== '').join(' ')
}

export function AssociationsScreen(): ReactNode {
  const may = useMay()
  const [open, setOpen] = useState<string>()
  const query = useLongList<AssociationView>(`${path}?limit=200`, {
    by: 'after',
    enabled: may('associated-devices.read'),
  })
  if (!may('associated-devices.read')) return <NoPermission />
  const shown = query.data?.find(({ id }) => id === open)
  return (
    <Page title={words.title} isFull>
      {may('associated-devices.import') && <Adding />}
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ serialNumber, id }) => serialNumber || id}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="devices" title={words.empty} text={words.emptyText} />}
      />
      {shown !== undefined && <AssociationPane of={shown} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

function Adding(): ReactNode {
  const may = useMay()
  const [policyId, setPolicyId] = useState('')
  const [refused, setRefused] = useState<readonly LinkImportRow[]>([])
  const policies = useEntities<ConfigurationPolicy>(
    `${graph}/deviceManagement/configurationPolicies`,
    may('configurations.read'),
  )

  async function add(files: readonly NamedFile[]): Promise<void> {
    setRefused([])
    await attempt(async () => {
      const links = await linksIn(files)
      if (links.length === 0) throw new Error(words.nothingFound)
      const rows: LinkImportRow[] = []
      for (let from = 0; from < links.length; from += atOnce)
        rows.push(...(await sent(links.slice(from, from + atOnce), policyId)))
      const count = (of: LinkImportRow['outcome']) =>
        rows.filter(({ outcome }) => outcome === of).length
      const left = rows.filter(({ outcome }) => isRefusal(outcome))
      setRefused(left)
      notify({
        text: words.added(count('preassociated'), count('updated'), count('unchanged')),
        intent: left.length > 0 ? 'warning' : 'success',
      })
      await entitiesChanged()
    })
  }

  return (
    <section className="stack" aria-label={words.add}>
      {policies.data !== undefined && policies.data.length > 0 && (
        <Field label={words.policy}>
          <Select value={policyId} onChange={(_, { value }) => setPolicyId(value)}>
            <option value="">{words.noPolicy}</option>
            {policies.data.map(({ id, name }) => (
              <option key={id} value={id ?? ''}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <DropZone isSmall onFiles={(files) => void add(files)} />
      {refused.length > 0 && (
        <div className="bar warning" role="alert">
          <div className="grow">
            <strong>{words.refused(refused.length)}</strong>
            <ul>
              {refused.map(({ serialNumber, sentence }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer keep their order.
                <li key={at}>
                  <OutsideText text={serialNumber} empty={common.empty} />: {sentence}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </section>
  )
}

function isRefusal(outcome: LinkImportRow['outcome']): boolean {
  return outcome === 'outdated' || outcome === 'taken' || outcome === 'unreadable'
}

async function sent(links: readonly string[], policyId: string): Promise<readonly LinkImportRow[]> {
  const given = policyId === '' ? {} : { policyId }
  const body = { links: links.map((deviceLink) => ({ deviceLink, ...given })) }
  return (await ask<LinkImportAnswer>(`${path}/import`, { method: 'POST', body })).rows
}
