/** Accepts or declines an offer by its code, after showing what it is about. */
import { Button, Field, Input } from '@fluentui/react-components'
import { type ReactNode, useState } from 'react'
import type { TransferView } from 'taxiway-autopilot/admin'
import { notify } from '../../act/notify.tsx'
import { attempt } from '../../act/run-act.ts'
import { admin, ask } from '../../api/ask.ts'
import { entitiesChanged } from '../../api/entities.ts'
import { OutsideText } from '../../look/outside-text.tsx'
import { Pane } from '../../look/pane.tsx'
import { PaneFooter } from '../../look/pane-footer.tsx'
import { transfers as words } from '../../texts/transfer-texts.ts'
import { whatOf } from './transfer-pane.tsx'

export function AcceptPane({ onClose }: { onClose: () => void }): ReactNode {
  const [code, setCode] = useState('')
  const [tag, setTag] = useState('')
  const [seen, setSeen] = useState<TransferView>()

  async function look(): Promise<void> {
    const body = { code }
    await attempt(async () =>
      setSeen(await ask<TransferView>(`${admin}/transfers/look`, { method: 'POST', body })),
    )
  }

  async function end(act: 'accept' | 'decline', said: string): Promise<void> {
    const body = { code, ...(act === 'accept' && tag.trim() !== '' && { groupTag: tag.trim() }) }
    const isDone = await attempt(() => ask(`${admin}/transfers/${act}`, { method: 'POST', body }))
    if (!isDone) return
    notify({ text: said })
    await entitiesChanged()
    onClose()
  }

  return (
    <Pane
      title={words.accept}
      isDirty={false}
      onClose={onClose}
      onSubmit={() => void (seen === undefined ? look() : end('accept', words.taken))}
      footer={
        <PaneFooter
          act={seen === undefined ? words.look : words.take(seen.count)}
          disabled={code.trim() === ''}
          onClose={onClose}
        >
          {seen !== undefined && (
            <Button onClick={() => void end('decline', words.declined)}>{words.decline}</Button>
          )}
        </PaneFooter>
      }
    >
      <Field label={words.code} required>
        <Input
          value={code}
          onChange={(_, { value }) => {
            setCode(value)
            setSeen(undefined)
          }}
        />
      </Field>
      {seen !== undefined && (
        <>
          <p>
            <OutsideText text={whatOf(seen)} />
          </p>
          {seen.message !== null && (
            <p>
              <OutsideText text={seen.message} />
            </p>
          )}
          <Field label={words.groupTag}>
            <Input value={tag} onChange={(_, { value }) => setTag(value)} />
          </Field>
        </>
      )}
    </Pane>
  )
}
