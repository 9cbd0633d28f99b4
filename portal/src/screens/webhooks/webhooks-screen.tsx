/** Where events of the tenant are sent. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { NewWebhook, Webhook } from 'taxiway-autopilot/admin'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'
import { webhooks as words } from '../../texts/webhook-texts.ts'
import { ShownOnce } from '../access/shown-once.tsx'
import { WebhookPane } from './webhook-pane.tsx'

const { common } = texts
const path = `${admin}/webhooks`

const columns = [
  textColumn<Webhook>(['url', words.columns.url], ({ url }) => url, {
    width: 380,
    grows: true,
    phone: true,
    cell: ({ url }) => <OutsideText text={url} />,
  }),
  textColumn<Webhook>(['state', words.columns.state], ({ state }) => words.states[state], {
    width: 130,
    phone: true,
  }),
  textColumn<Webhook>(['waiting', words.columns.waiting], ({ waiting }) => String(waiting), {
    width: 100,
    isNumber: true,
  }),
  textColumn<Webhook>(['dead', words.columns.dead], ({ dead }) => String(dead), {
    width: 100,
    isNumber: true,
  }),
  textColumn<Webhook>(['note', words.columns.note], ({ description }) => description, {
    width: 240,
    cell: ({ description }) => <OutsideText text={description} empty={common.empty} />,
  }),
]

export function WebhooksScreen(): ReactNode {
  const may = useMay()
  const [open, setOpen] = useState<'new' | string>()
  const query = useEntities<Webhook>(path, may('webhooks.read'))
  if (!may('webhooks.read')) return <NoPermission />
  const close = () => setOpen(undefined)
  const shown = query.data?.find(({ id }) => id === open)
  return (
    <Page
      title={words.title}
      isFull
      aside={
        may('webhooks.write') && (
          <Button appearance="primary" onClick={() => setOpen('new')}>
            {words.add}
          </Button>
        )
      }
    >
      <SimpleList
        name={words.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ url }) => url}
        onOpen={({ id }) => setOpen(id)}
        empty={<Empty picture="plane" title={words.empty} text={words.emptyText} />}
      />
      {open === 'new' && <NewPane onClose={close} />}
      {shown !== undefined && <WebhookPane of={shown} onClose={close} />}
    </Page>
  )
}

function NewPane({ onClose }: { onClose: () => void }): ReactNode {
  const [url, setUrl] = useState('')
  const [types, setTypes] = useState('')
  const [description, setDescription] = useState('')
  const [made, setMade] = useState<NewWebhook>()
  const eventTypes = types.split(/\s+/).filter((each) => each !== '')

  async function add(): Promise<void> {
    await attempt(async () => {
      const body = {
        url: url.trim(),
        description,
        ...(eventTypes.length > 0 && { eventTypes }),
      }
      setMade(await ask<NewWebhook>(path, { method: 'POST', body }))
      await entitiesChanged()
    })
  }

  return (
    <Pane
      title={words.add}
      isDirty={url !== '' && made === undefined}
      onClose={onClose}
      onSubmit={() => void add()}
      footer={
        <PaneFooter
          act={made === undefined && words.add}
          disabled={url.trim() === ''}
          onClose={onClose}
        />
      }
    >
      {made === undefined ? (
        <>
          <Field label={words.columns.url} hint={words.urlHint} required>
            <Input value={url} type="url" onChange={(_, { value }) => setUrl(value)} />
          </Field>
          <Field label={words.types} hint={words.typesHint}>
            <Textarea value={types} rows={3} onChange={(_, { value }) => setTypes(value)} />
          </Field>
          <Field label={words.columns.note}>
            <Input
              value={description}
              maxLength={256}
              onChange={(_, { value }) => setDescription(value)}
            />
          </Field>
        </>
      ) : (
        <ShownOnce title={words.secretTitle} text={common.shownOnce} secret={made.secret} />
      )}
    </Pane>
  )
}
