/** What an application proves itself with, pasted or read from a file, with a name: and the button that adds it. */
import { Button, Field, Input, Textarea } from '@fluentui/react-components'
import { type ReactNode, useRef, useState } from 'react'
import { access } from '../../texts/access-texts.ts'

const words = access.applications

export type PastedProps = {
  /** Of the field and of the button. */
  readonly label: string
  readonly hint: string
  readonly nameLabel: string
  readonly chooseLabel: string
  /** Whether it was added: then the fields are empty again. */
  readonly onAdd: (text: string, name: string) => Promise<boolean>
}

export function Pasted({ label, hint, nameLabel, chooseLabel, onAdd }: PastedProps): ReactNode {
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const isBusy = useRef(false)
  const field = useRef<HTMLTextAreaElement | null>(null)
  const input = useRef<HTMLInputElement>(null)

  async function take(file: File | undefined): Promise<void> {
    if (file !== undefined) setText(textOf(new Uint8Array(await file.arrayBuffer())))
  }

  async function add(): Promise<void> {
    if (isBusy.current) return
    isBusy.current = true
    const isDone = await onAdd(text.trim(), name.trim())
    isBusy.current = false
    if (!isDone) return
    // Before the button, which has the focus, is switched off.
    field.current?.focus()
    setText('')
    setName('')
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
      <div className="row wrap">
        <Button aria-label={chooseLabel} onClick={() => input.current?.click()}>
          {words.chooseFile}
        </Button>
        <Button disabled={text.trim() === ''} onClick={() => void add()}>
          {label}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={chooseLabel}
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0])
          currentTarget.value = ''
        }}
      />
    </>
  )
}

/** Text as it is; anything else in Base64. */
function textOf(bytes: Uint8Array): string {
  const said = new TextDecoder().decode(bytes)
  if (/^\s*(-----BEGIN|\{)/m.test(said)) return said
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
