/** Corporate identifiers: those that are here, and adding many at once. */
import { Button, Checkbox, Field, Textarea } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { CorporateIdentifier, CorporateIdentifierResult, GraphPage } from 'taxiway-autopilot'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { ask, graph } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { useLongList } from '../../api/long-list.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Page } from '../../look/page.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { Empty, NoPermission } from '../../look/states.tsx'
import { texts } from '../../texts/texts.ts'

const { identifiers, common } = texts
const path = `${graph}/deviceManagement/importedDeviceIdentities`
const titles = identifiers.columns
/** More than this one request does not take. */
const maxAtOnce = 500

const columns = [
  textColumn<CorporateIdentifier>(
    ['identifier', titles.identifier],
    ({ importedDeviceIdentifier }) => importedDeviceIdentifier ?? '',
    {
      width: 320,
      grows: true,
      phone: true,
      cell: ({ importedDeviceIdentifier }) => <OutsideText text={importedDeviceIdentifier} />,
    },
  ),
  textColumn<CorporateIdentifier>(
    ['kind', titles.kind],
    ({ importedDeviceIdentityType: kind }) => identifiers.kinds[kind ?? ''] ?? kind ?? '',
    { width: 280 },
  ),
  textColumn<CorporateIdentifier>(
    ['description', titles.description],
    ({ description }) => description ?? '',
    {
      width: 240,
      cell: ({ description }) => <OutsideText text={description} />,
    },
  ),
  {
    key: 'remove',
    title: common.remove,
    width: 110,
    text: () => '',
    cell: ({ id }: CorporateIdentifier) => <Remove id={id ?? ''} />,
  },
]

function Remove({ id }: { id: string }): ReactNode {
  const may = useMay()
  if (!may('corporate-identifiers.delete')) return null
  return (
    <Button
      size="small"
      onClick={() =>
        void attempt(async () => {
          await ask(`${path}/${id}`, { method: 'DELETE' })
          notify({ text: identifiers.removed })
          await entitiesChanged()
        })
      }
    >
      {common.remove}
    </Button>
  )
}

export function IdentifiersScreen(): ReactNode {
  const may = useMay()
  const [isAdding, setIsAdding] = useState(false)
  const query = useLongList<CorporateIdentifier>(`${path}?$top=500`, {
    by: 'after',
    enabled: may('corporate-identifiers.read'),
  })
  if (!may('corporate-identifiers.read')) return <NoPermission />
  const add = may('corporate-identifiers.create') && (
    <Button appearance="primary" onClick={() => setIsAdding(true)}>
      {identifiers.add}
    </Button>
  )
  return (
    <Page title={identifiers.title} aside={add} isFull>
      <SimpleList
        name={identifiers.title}
        query={query}
        columns={columns}
        idOf={({ id }) => id ?? ''}
        nameOf={({ importedDeviceIdentifier }) => importedDeviceIdentifier ?? ''}
        empty={<Empty picture="windsock" title={identifiers.empty} text={identifiers.emptyText} />}
      />
      {isAdding && <Adding onClose={() => setIsAdding(false)} />}
    </Page>
  )
}

function Adding({ onClose }: { onClose: () => void }): ReactNode {
  const [typed, setTyped] = useState('')
  const [overwrites, setOverwrites] = useState(false)
  const read = identifiersIn(typed)

  async function send(): Promise<void> {
    await attempt(async () => {
      let refused = 0
      for (let from = 0; from < read.length; from += maxAtOnce) {
        const some = read.slice(from, from + maxAtOnce)
        const answer = await ask<GraphPage<CorporateIdentifierResult>>(
          `${path}/importDeviceIdentityList`,
          {
            method: 'POST',
            body: { importedDeviceIdentities: some, overwriteImportedDeviceIdentities: overwrites },
          },
        )
        refused += answer.value.filter(({ status }) => status === false).length
      }
      notify({
        text: identifiers.sent(read.length - refused, refused),
        intent: refused > 0 ? 'warning' : 'success',
      })
      await entitiesChanged()
      onClose()
    })
  }

  return (
    <Pane
      title={identifiers.add}
      isDirty={typed !== ''}
      onClose={onClose}
      onSubmit={() => void send()}
      footer={
        <PaneFooter
          act={identifiers.send(read.length)}
          disabled={read.length === 0}
          leave={common.cancel}
          onClose={onClose}
        />
      }
    >
      <Field
        label={identifiers.paste}
        hint={typed.includes('.') ? identifiers.periods : identifiers.read(read.length)}
      >
        <Textarea
          value={typed}
          rows={12}
          spellCheck={false}
          onChange={(_, { value }) => setTyped(value)}
        />
      </Field>
      <Checkbox
        label={identifiers.overwrite}
        checked={overwrites}
        onChange={(_, { checked }) => setOverwrites(checked === true)}
      />
    </Pane>
  )
}

/** Three values a line are maker, model and serial number; one is a serial number. */
function identifiersIn(text: string) {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/[,;\t]/).map((value) => value.trim().replaceAll('.', '')))
    .filter((values) => values.some((value) => value !== ''))
    .map((values) => ({
      importedDeviceIdentifier: values.filter((value) => value !== '').join(','),
      importedDeviceIdentityType: values.length >= 3 ? 'manufacturerModelSerial' : 'serialNumber',
    }))
}
