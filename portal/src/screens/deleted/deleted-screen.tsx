/** Deleted devices: restored exactly as they were, or released for their next owner. */
import { Button } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { DeletedDevice } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { useRested } from '../../act/use-rested.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { ActorName } from '../../look/actor.tsx'
import { Confirm } from '../../look/confirm.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pairs } from '../../look/pairs.tsx'
import { Pane } from '../../look/pane.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { Time } from '../../look/time.tsx'
import { texts } from '../../texts/texts.ts'

const { deletedDevices: words, common } = texts
const path = `${admin}/deleted-devices`

const columns = [
  textColumn<DeletedDevice>(['serial', words.columns.serial], (row) => row.serialNumber, {
    width: 220,
    grows: true,
    phone: true,
    cell: ({ serialNumber }) => <OutsideText text={serialNumber} empty={common.empty} />,
  }),
  textColumn<DeletedDevice>(['model', words.columns.model], ({ model }) => model, {
    width: 220,
    cell: ({ model }) => <OutsideText text={model} empty={common.empty} />,
  }),
  textColumn<DeletedDevice>(['tag', words.columns.tag], ({ groupTag }) => groupTag, {
    width: 150,
    cell: ({ groupTag }) => <OutsideText text={groupTag} empty={common.empty} />,
  }),
  textColumn<DeletedDevice>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 150,
    phone: true,
  }),
  textColumn<DeletedDevice>(['until', words.columns.until], (row) => row.reservedUntilDateTime, {
    width: 150,
    cell: ({ state, reservedUntilDateTime }) =>
      state === 'reserved' ? <Time at={reservedUntilDateTime} /> : common.empty,
  }),
]

export function DeletedScreen(): ReactNode {
  const may = useMay()
  const [open, setOpen] = useState<string>()
  const [typed, setTyped] = useState('')
  const q = useRested(typed.trim())
  const parameters = new URLSearchParams({ limit: '1000', ...(q !== '' && { q }) })
  const query = useLongList<DeletedDevice>(`${path}?${parameters}`, {
    by: 'cursor',
    enabled: may('devices.read'),
  })
  if (!may('devices.read')) return <NoPermission />
  const shown = query.data?.find(({ id }) => id === open)
  return (
    <Page title={words.title} isFull>
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ serialNumber, id }) => serialNumber || id}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
        search={{ typed, onType: setTyped, label: texts.deviceList.search }}
      />
      {shown !== undefined && <DeletedPane of={shown} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

function DeletedPane({ of, onClose }: { of: DeletedDevice; onClose: () => void }): ReactNode {
  const may = useMay()
  const [asks, setAsks] = useState(false)

  async function act(how: 'restore' | 'release', said: string): Promise<void> {
    if (!(await attempt(() => ask(`${path}/${of.id}/${how}`, { method: 'POST', body: {} })))) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  return (
    <Pane
      title={of.serialNumber || words.title}
      isDirty={false}
      onClose={onClose}
      footer={<Button onClick={onClose}>{common.close}</Button>}
    >
      <Pairs
        of={[
          [words.columns.serial, <OutsideText key="s" text={of.serialNumber} />],
          [words.columns.model, <OutsideText key="m" text={of.model} empty={common.empty} />],
          [words.columns.tag, <OutsideText key="t" text={of.groupTag} empty={common.empty} />],
          [words.columns.state, words.states[of.state]],
          [words.columns.at, <Time key="a" at={of.deletedDateTime} />],
          [words.columns.by, <ActorName key="b" name={of.deletedBy} />],
        ]}
      />
      {of.state === 'reserved' && (
        <div className="row">
          {may('devices.update') && (
            <Button appearance="primary" onClick={() => void act('restore', words.restored)}>
              {words.restore}
            </Button>
          )}
          {may('devices.release') && <Button onClick={() => setAsks(true)}>{words.release}</Button>}
        </div>
      )}
      {asks && (
        <Confirm
          title={words.releaseTitle}
          text={words.releaseText}
          act={words.release}
          onClose={() => setAsks(false)}
          onConfirm={() => void act('release', words.released)}
        />
      )}
    </Pane>
  )
}
