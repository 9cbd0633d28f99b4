/** What an application proves itself with, pasted or read from a file, with a name: and the button that adds it. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import { ChooseFile } from '../../look/choose-file.tsx'
import { access } from '../../texts/access-texts.ts'

const words = access.applications

export type PastedProps = {
  /** Of the field and of the button. */
  readonly label: string
  readonly hint: string
  readonly nameLabel: string
  readonly chooseLabel: string
  /** Asked for what has no end in itself. */
  readonly lastDayLabel?: string
  /** Whether it was added: then the fields are empty again. */
  readonly onAdd: (text: string, name: string, lastDay: string) => Promise<boolean>
}

export function Pasted(props: PastedProps): ReactNode {
  const { label, hint, nameLabel, chooseLabel, lastDayLabel, onAdd } = props
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const [lastDay, setLastDay] = useState('')
  const isBusy = useRef(false)
  const field = useRef<HTMLTextAreaElement | null>(null)

  async function take(file: File): Promise<void> {
    setText(textOf(new Uint8Array(await file.arrayBuffer())))
  }

  async function add(): Promise<void> {
    if (isBusy.current) return
    isBusy.current = true
    const isDone = await onAdd(text.trim(), name.trim(), lastDay)
    isBusy.current = false
    if (!isDone) return
    // Before the button, which has the focus, is switched off.
    field.current?.focus()
    setText('')
    setName('')
    setLastDay('')
  }

  return (
    <>
      <Field label={label} hint={hint}>
        <Textarea
          ref={(at: HTMLTextAreaElement | null) => {
            field.current = at
          }}
          value={text}
          rows={3}
          spellCheck={false}
          className="mono"
          maxLength={64 * 1024}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      <Field label={nameLabel}>
        <Input value={name} maxLength={256} onChange={(_, { value }) => setName(value)} />
      </Field>
      {lastDayLabel !== undefined && (
        <Field label={lastDayLabel}>
          <Input type="date" value={lastDay} onChange={(_, { value }) => setLastDay(value)} />
        </Field>
      )}
      <div className="row wrap">
        <ChooseFile
          label={words.chooseFile}
          name={chooseLabel}
          onFile={(file) => void take(file)}
        />
        <Button disabled={text.trim() === ''} onClick={() => void add()}>
          {label}
        </Button>
      </div>
    </>
  )
}

/** Text as it is; anything else in Base64. */
function textOf(bytes: Uint8Array): string {
  const said = new TextDecoder().decode(bytes)
  if (/^\s*(-----BEGIN|\{)/m.test(said)) return said
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
