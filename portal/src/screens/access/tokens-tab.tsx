/** Hardware tokens: those that are here, and importing more. */
import type { ReactNode } from 'react'
import type { CodeFactor, ImportedTokens } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged, useEntities } from '../../api/entities.ts'
import { useMay } from '../../api/me.ts'
import { SimpleList, textColumn } from '../../grid/simple-list.tsx'
import { ChooseFile } from '../../look/choose-file.tsx'
import { OutsideText } from '../../look/outside-text.tsx'
import { Empty } from '../../look/states.tsx'
import { access } from '../../texts/access-texts.ts'

const words = access.tokens

const columns = [
  textColumn<CodeFactor>(['serial', words.serial], ({ serialNumber }) => serialNumber ?? '', {
    width: 220,
    phone: true,
    cell: ({ serialNumber }) => <OutsideText text={serialNumber} />,
  }),
  textColumn<CodeFactor>(['maker', words.maker], ({ manufacturer }) => manufacturer ?? '', {
    width: 200,
    cell: ({ manufacturer }) => <OutsideText text={manufacturer} />,
  }),
  textColumn<CodeFactor>(['status', words.status], ({ status }) => words.states[status] ?? status, {
    width: 140,
    phone: true,
  }),
]

export function TokensTab(): ReactNode {
  const may = useMay()
  const tokens = useEntities<CodeFactor>(`${admin}/hardware-tokens`)

  async function add(file: File): Promise<void> {
    await attempt(async () => {
      const { value } = await ask<ImportedTokens>(`${admin}/hardware-tokens/import`, {
        method: 'POST',
        body: { file: await file.text() },
      })
      const failed = value.filter(({ error }) => error !== undefined).length
      notify({
        text: words.imported(value.length - failed),
        ...(failed > 0 && { detail: words.failed(failed), intent: 'warning' as const }),
      })
      await entitiesChanged()
    })
  }

  return (
    <>
      {may('factors.write') && (
        <div>
          <ChooseFile label={words.add} onFile={(file) => void add(file)} />
        </div>
      )}
      <SimpleList
        name={access.tabs.tokens}
        query={tokens}
        columns={columns}
        idOf={({ id }) => id}
        nameOf={({ serialNumber }) => serialNumber ?? ''}
        empty={<Empty picture="windsock" title={words.empty} text={words.emptyText} />}
      />
    </>
  )
}
